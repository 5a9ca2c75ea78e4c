import { amount, type BindingFields, list, schema, strength, tuned, value } from "./field.ts";

const forever = { fallback: Number.POSITIVE_INFINITY };

/** Bindings of operations. */
export const operationFields: BindingFields = {
  kafka: [
    schema("groupId", "asyncapi/kafka-group-id-changed"),
    schema("clientId", "asyncapi/kafka-client-id-changed"),
  ],
  amqp: [
    list("cc", "asyncapi/amqp-copies-changed"),
    list("bcc", "asyncapi/amqp-copies-changed"),
    strength(
      "deliveryMode",
      ["asyncapi/amqp-delivery-mode-lowered", "asyncapi/amqp-delivery-mode-raised"],
      { order: [1, 2], fallback: 1 },
    ),
    amount("expiration", "asyncapi/amqp-expiration-lowered", forever),
    value("ack", "asyncapi/amqp-ack-changed", { fallback: false }),
    strength("mandatory", ["asyncapi/amqp-mandatory-dropped", "asyncapi/binding-tuned"], {
      order: [false, true],
      fallback: false,
    }),
    value("userId", "asyncapi/amqp-user-id-changed"),
    value("priority", "asyncapi/amqp-priority-changed"),
    value("replyTo", "asyncapi/amqp-reply-to-changed"),
    ...tuned("timestamp"),
  ],
  mqtt: [
    strength("qos", ["asyncapi/mqtt-qos-lowered", "asyncapi/mqtt-qos-raised"], {
      order: [0, 1, 2],
      fallback: 0,
    }),
    value("retain", "asyncapi/mqtt-retain-changed", { fallback: false }),
    amount("messageExpiryInterval", "asyncapi/mqtt-message-expiry-lowered", forever),
  ],
  http: [
    value("method", "asyncapi/http-method-changed"),
    value("type", "asyncapi/http-kind-changed"),
    schema("query", "asyncapi/http-query-narrowed", "asyncapi/http-query-widened"),
  ],
  nats: [value("queue", "asyncapi/queue-group-changed")],
  sqs: [list("queues", "asyncapi/subscription-changed")],
  sns: [
    value("topic", "asyncapi/destination-changed"),
    list("consumers", "asyncapi/subscription-changed", {
      item: { key: "rawMessageDelivery", changed: "asyncapi/raw-delivery-changed" },
    }),
    value("deliveryPolicy", "asyncapi/redelivery-changed"),
  ],
  solace: [
    list("destinations", "asyncapi/destination-changed"),
    amount("timeToLive", "asyncapi/retention-lowered", { ...forever, unlimited: [0] }),
    ...tuned("priority", "dmqEligible"),
  ],
  ros2: [
    value("role", "asyncapi/destination-type-changed"),
    ...["reliability", "durability", "history", "liveliness", "deadline", "leaseDuration"].map(
      (key) => value(`qosPolicies/${key}`, "asyncapi/ros2-qos-changed"),
    ),
    amount("qosPolicies/lifespan", "asyncapi/retention-lowered", { unlimited: [-1] }),
    ...tuned("node"),
  ],
};
