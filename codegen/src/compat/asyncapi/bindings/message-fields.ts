import { amount, type BindingFields, schema, tuned, value } from "./field.ts";

const headers = schema(
  "headers",
  "asyncapi/broker-headers-narrowed",
  "asyncapi/broker-headers-widened",
);

/** Bindings of messages. */
export const messageFields: BindingFields = {
  kafka: [
    schema("key", "asyncapi/kafka-key-changed"),
    value("schemaIdLocation", "asyncapi/kafka-schema-id-changed"),
    value("schemaIdPayloadEncoding", "asyncapi/kafka-schema-id-changed"),
    value("schemaLookupStrategy", "asyncapi/kafka-schema-lookup-changed"),
  ],
  amqp: [
    value("contentEncoding", "asyncapi/amqp-content-encoding-changed"),
    value("messageType", "asyncapi/amqp-message-type-changed"),
  ],
  mqtt: [
    value("payloadFormatIndicator", "asyncapi/mqtt-payload-format-changed", { fallback: 0 }),
    schema("correlationData", "asyncapi/mqtt-correlation-data-changed"),
    value("contentType", "asyncapi/mqtt-content-type-changed"),
    value("responseTopic", "asyncapi/mqtt-response-topic-changed"),
  ],
  http: [
    schema("headers", "asyncapi/http-headers-narrowed", "asyncapi/http-headers-widened"),
    value("statusCode", "asyncapi/http-status-code-changed"),
  ],
  jms: [headers],
  anypointmq: [headers],
  ibmmq: [
    value("type", "asyncapi/broker-message-type-changed", { fallback: "string" }),
    amount("expiry", "asyncapi/retention-lowered", { fallback: 0, unlimited: [0] }),
    ...tuned("headers", "description"),
  ],
  googlepubsub: [
    value("orderingKey", "asyncapi/ordering-changed"),
    value("schema/name", "asyncapi/broker-encoding-changed"),
    value("schema/type", "asyncapi/broker-encoding-changed"),
    ...tuned("attributes"),
  ],
};
