import type { Rules } from "../../../findings/rule.ts";

/** Rules about bindings of MQTT. */
export const mqttRules = {
  "asyncapi/mqtt-qos-lowered": {
    title: "MQTT messages are delivered with a lower quality of service",
    level: { reader: "warn", writer: "error" },
    why: "Old parties count on each message arriving at least, or exactly, once; now it may be lost or doubled.",
    fix: "Keep the quality of service.",
  },
  "asyncapi/mqtt-qos-raised": {
    title: "MQTT messages are delivered with a higher quality of service",
    level: "info",
    why: "Messages arrive more surely.",
    fix: "Check that the broker and clients bear the additional load.",
  },
  "asyncapi/mqtt-retain-changed": {
    title: "MQTT messages are no longer retained, or are from now on",
    level: { reader: "warn", writer: "error" },
    why: "A new subscriber no longer gets the last message at once, or now gets an old one that it does not expect.",
    fix: "Keep `retain`, and use another topic for the other behaviour.",
  },
  "asyncapi/mqtt-message-expiry-lowered": {
    title: "MQTT messages expire sooner",
    level: { reader: "info", writer: "warn" },
    why: "Old subscribers that are away miss messages.",
    fix: "Keep the time that the slowest subscriber needs.",
  },
  "asyncapi/mqtt-client-id-changed": {
    title: "The MQTT client id changed",
    level: "warn",
    why: "The session of the old id, with its waiting messages and subscriptions, is not continued, and access rules may not match.",
    fix: "Let the old session run empty first.",
  },
  "asyncapi/mqtt-session-shortened": {
    title: "MQTT sessions are kept for a shorter time, or not at all",
    level: "warn",
    why: "Clients that were away for longer miss the messages that waited for them.",
    fix: "Keep the session time.",
  },
  "asyncapi/mqtt-last-will-changed": {
    title: "The last will of an MQTT connection changed",
    level: "warn",
    why: "Old subscribers no longer learn in the old way that the client is gone.",
    fix: "Keep topic, message and quality of the last will.",
  },
  "asyncapi/mqtt-maximum-packet-size-lowered": {
    title: "An MQTT server takes smaller packets only",
    level: "error",
    why: "Old clients send packets that the server now refuses.",
    fix: "Keep the limit.",
  },
  "asyncapi/mqtt-payload-format-changed": {
    title: "The stated format of MQTT payloads changed",
    level: "error",
    why: "Old subscribers read the payload as text or as bytes and now get the other.",
    fix: "Use another topic for the other format.",
  },
  "asyncapi/mqtt-response-topic-changed": {
    title: "Answers to MQTT messages go to another topic",
    level: "error",
    why: "Old receivers answer to the topic where nobody waits any more.",
    fix: "Listen at both topics until every receiver has moved.",
  },
  "asyncapi/mqtt-correlation-data-changed": {
    title: "The correlation data of MQTT messages changed",
    level: "error",
    why: "Old parties cannot match answers to their requests.",
    fix: "Keep the correlation data.",
  },
  "asyncapi/mqtt-content-type-changed": {
    title: "MQTT messages state another content type",
    level: "error",
    why: "Old subscribers cannot decode the payload.",
    fix: "Use another topic for the new content type.",
  },
} as const satisfies Rules;
