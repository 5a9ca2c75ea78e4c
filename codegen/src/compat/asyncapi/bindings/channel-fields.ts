import { amount, type BindingFields, list, schema, strength, tuned, value } from "./field.ts";

const queue = (name: "queue" | "deadLetterQueue") => [
  value(`${name}/name`, "asyncapi/destination-changed"),
  value(`${name}/fifoQueue`, "asyncapi/ordering-changed", { fallback: false }),
  value(`${name}/deduplicationScope`, "asyncapi/ordering-changed", { fallback: "queue" }),
  amount(`${name}/messageRetentionPeriod`, "asyncapi/retention-lowered", { fallback: 345_600 }),
  value(`${name}/visibilityTimeout`, "asyncapi/redelivery-changed", { fallback: 30 }),
  value(`${name}/redrivePolicy`, "asyncapi/redelivery-changed"),
  value(`${name}/policy`, "asyncapi/access-policy-changed"),
  ...tuned(
    ...["deliveryDelay", "receiveMessageWaitTime", "fifoThroughputLimit", "tags"].map(
      (key) => `${name}/${key}`,
    ),
  ),
];

/** Bindings of channels. */
export const channelFields: BindingFields = {
  kafka: [
    value("topic", "asyncapi/kafka-topic-changed", { isAddress: true }),
    value("partitions", "asyncapi/kafka-partitions-changed"),
    amount("replicas", "asyncapi/kafka-replicas-lowered"),
    list("topicConfiguration/cleanup.policy", "asyncapi/kafka-cleanup-policy-changed"),
    ...["retention.ms", "retention.bytes", "delete.retention.ms"].map((key) =>
      amount(`topicConfiguration/${key}`, "asyncapi/kafka-retention-lowered", { unlimited: [-1] }),
    ),
    amount("topicConfiguration/max.message.bytes", "asyncapi/kafka-max-message-size-lowered"),
    value(
      "topicConfiguration/confluent.key.subject.name.strategy",
      "asyncapi/kafka-schema-lookup-changed",
    ),
    value(
      "topicConfiguration/confluent.value.subject.name.strategy",
      "asyncapi/kafka-schema-lookup-changed",
    ),
  ],
  amqp: [
    value("is", "asyncapi/amqp-kind-changed", { fallback: "routingKey" }),
    value("exchange/name", "asyncapi/amqp-exchange-name-changed"),
    value("exchange/type", "asyncapi/amqp-exchange-type-changed"),
    value("exchange/durable", "asyncapi/amqp-exchange-properties-changed"),
    value("exchange/autoDelete", "asyncapi/amqp-exchange-properties-changed"),
    value("exchange/vhost", "asyncapi/amqp-vhost-changed", { fallback: "/" }),
    value("queue/name", "asyncapi/amqp-queue-name-changed"),
    value("queue/durable", "asyncapi/amqp-queue-properties-changed"),
    value("queue/exclusive", "asyncapi/amqp-queue-properties-changed"),
    value("queue/autoDelete", "asyncapi/amqp-queue-properties-changed"),
    value("queue/vhost", "asyncapi/amqp-vhost-changed", { fallback: "/" }),
  ],
  ws: [
    value("method", "asyncapi/ws-method-changed", { fallback: "GET" }),
    schema("query", "asyncapi/ws-query-narrowed", "asyncapi/ws-query-widened"),
    schema("headers", "asyncapi/ws-headers-narrowed", "asyncapi/ws-headers-widened"),
  ],
  sqs: [...queue("queue"), ...queue("deadLetterQueue")],
  sns: [
    value("name", "asyncapi/destination-changed"),
    value("ordering/type", "asyncapi/ordering-changed", { fallback: "standard" }),
    value("ordering/contentBasedDeduplication", "asyncapi/ordering-changed", { fallback: false }),
    value("policy", "asyncapi/access-policy-changed"),
    ...tuned("tags"),
  ],
  jms: [
    value("destination", "asyncapi/destination-changed", { isAddress: true }),
    value("destinationType", "asyncapi/destination-type-changed", { fallback: "queue" }),
  ],
  anypointmq: [
    value("destination", "asyncapi/destination-changed", { isAddress: true }),
    value("destinationType", "asyncapi/destination-type-changed", { fallback: "queue" }),
  ],
  ibmmq: [
    value("destinationType", "asyncapi/destination-type-changed", { fallback: "topic" }),
    value("queue/objectName", "asyncapi/destination-changed"),
    value("topic/string", "asyncapi/destination-changed"),
    value("topic/objectName", "asyncapi/destination-changed"),
    value("topic/durablePermitted", "asyncapi/subscription-changed", { fallback: true }),
    value("topic/lastMsgRetained", "asyncapi/subscription-changed", { fallback: false }),
    value("queue/exclusive", "asyncapi/subscription-changed", { fallback: false }),
    amount("maxMsgLength", "asyncapi/message-size-lowered"),
    ...tuned("queue/isPartitioned"),
  ],
  pulsar: [
    value("namespace", "asyncapi/domain-changed"),
    strength("persistence", ["asyncapi/persistence-lowered", "asyncapi/binding-tuned"], {
      order: ["non-persistent", "persistent"],
    }),
    amount("retention/time", "asyncapi/retention-lowered", { unlimited: [-1] }),
    amount("retention/size", "asyncapi/retention-lowered", { unlimited: [-1] }),
    amount("ttl", "asyncapi/retention-lowered", { unlimited: [0] }),
    amount("compaction", "asyncapi/retention-lowered"),
    value("deduplication", "asyncapi/ordering-changed", { fallback: false }),
    ...tuned("geo-replication"),
  ],
  googlepubsub: [
    value("topic", "asyncapi/destination-changed", { isAddress: true }),
    amount("messageRetentionDuration", "asyncapi/retention-lowered"),
    value("schemaSettings/encoding", "asyncapi/broker-encoding-changed"),
    value("schemaSettings/name", "asyncapi/broker-encoding-changed"),
    value("schemaSettings/firstRevisionId", "asyncapi/broker-encoding-changed"),
    ...tuned("labels", "messageStoragePolicy", "schemaSettings/lastRevisionId"),
  ],
};
