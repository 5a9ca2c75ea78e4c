import { amount, type BindingFields, strength, tuned, value } from "./field.ts";

/** Bindings of servers. */
export const serverFields: BindingFields = {
  kafka: [
    value("schemaRegistryUrl", "asyncapi/kafka-schema-registry-changed"),
    value("schemaRegistryVendor", "asyncapi/kafka-schema-registry-changed"),
  ],
  mqtt: [
    value("clientId", "asyncapi/mqtt-client-id-changed"),
    strength("cleanSession", ["asyncapi/mqtt-session-shortened", "asyncapi/binding-tuned"], {
      order: [true, false],
    }),
    value("lastWill/topic", "asyncapi/mqtt-last-will-changed"),
    value("lastWill/qos", "asyncapi/mqtt-last-will-changed", { fallback: 0 }),
    value("lastWill/message", "asyncapi/mqtt-last-will-changed"),
    value("lastWill/retain", "asyncapi/mqtt-last-will-changed", { fallback: false }),
    amount("sessionExpiryInterval", "asyncapi/mqtt-session-shortened"),
    amount("maximumPacketSize", "asyncapi/mqtt-maximum-packet-size-lowered", {
      fallback: Number.POSITIVE_INFINITY,
    }),
    ...tuned("keepAlive"),
  ],
  jms: [
    value("clientID", "asyncapi/queue-group-changed"),
    ...tuned("jmsConnectionFactory", "properties"),
  ],
  ibmmq: [
    value("groupId", "asyncapi/domain-changed"),
    value("ccdtQueueManagerName", "asyncapi/domain-changed", { fallback: "*" }),
    value("cipherSpec", "asyncapi/access-policy-changed"),
    ...tuned("multiEndpointServer", "heartBeatInterval"),
  ],
  pulsar: [value("tenant", "asyncapi/domain-changed", { fallback: "public" })],
  solace: [
    value("msgVpn", "asyncapi/domain-changed"),
    value("msvVpn", "asyncapi/domain-changed"),
    value("clientName", "asyncapi/queue-group-changed"),
  ],
  ros2: [value("domainId", "asyncapi/domain-changed"), ...tuned("rmwImplementation")],
};
