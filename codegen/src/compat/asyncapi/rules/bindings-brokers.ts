import type { Rules } from "../../../findings/rule.ts";

/** Rules about bindings of other brokers: NATS, SQS, SNS, JMS, IBM MQ, Pulsar, Google Pub/Sub, Solace, Anypoint MQ, ROS 2. */
export const brokerRules = {
  "asyncapi/destination-changed": {
    title: "The queue, topic or destination of a channel changed at the broker",
    level: "error",
    why: "Old senders write to the old destination and old receivers read it, so that they and new parties never meet.",
    fix: "Forward the old destination to the new one until everybody has moved.",
  },
  "asyncapi/destination-type-changed": {
    title: "A queue became a topic, or a topic a queue",
    level: "error",
    why: "A queue gives a message to one reader, a topic to all: old readers get none, or all of them get each.",
    fix: "Add a destination of the new type beside the old one.",
  },
  "asyncapi/domain-changed": {
    title: "The tenant, namespace, domain or VPN of a broker changed",
    level: "error",
    why: "Old parties connect to the old one and meet nobody there.",
    fix: "Bridge both until everybody has moved.",
  },
  "asyncapi/queue-group-changed": {
    title: "The group of a queue subscription changed",
    level: "warn",
    why: "Members of the old and the new group both get each message as long as both run, so that it is handled twice.",
    fix: "Stop the old group before the new one starts.",
  },
  "asyncapi/ordering-changed": {
    title: "Messages are ordered, or told apart from duplicates, in another way",
    level: "error",
    why: "Old consumers count on the order or on each message coming once, and old publishers lack the group or id that is asked for.",
    fix: "Make a second queue or topic with the new order.",
  },
  "asyncapi/retention-lowered": {
    title: "A broker keeps messages for a shorter time or in less space",
    level: "warn",
    why: "Consumers that are behind miss messages.",
    fix: "Keep the time that the slowest consumer needs.",
  },
  "asyncapi/message-size-lowered": {
    title: "A broker takes smaller messages only",
    level: "error",
    why: "Old senders write messages that the broker now refuses.",
    fix: "Keep the limit.",
  },
  "asyncapi/redelivery-changed": {
    title: "When a broker delivers a message again, or gives it up, changed",
    level: "warn",
    why: "A message is handled twice where its consumer is slow, or is dead-lettered after fewer attempts.",
    fix: "Keep the limits that the slowest consumer needs.",
  },
  "asyncapi/persistence-lowered": {
    title: "A broker no longer stores messages safely",
    level: "error",
    why: "Messages are lost when the broker or a consumer is down.",
    fix: "Keep messages persistent.",
  },
  "asyncapi/subscription-changed": {
    title: "The subscriptions that a broker serves changed",
    level: "warn",
    why: "A consumer may get messages that it did not, or miss some.",
    fix: "Check every consumer that was removed or filtered differently.",
  },
  "asyncapi/raw-delivery-changed": {
    title: "A broker wraps messages that it delivered raw, or the other way round",
    level: "error",
    why: "Old consumers find the message inside, or outside, the wrapper where they do not expect it.",
    fix: "Add a second subscription with the other form.",
  },
  "asyncapi/broker-encoding-changed": {
    title: "The encoding or schema that a broker enforces changed",
    level: "error",
    why: "Old publishers are refused, and old subscribers cannot decode the messages.",
    fix: "Make a second topic with the new schema.",
  },
  "asyncapi/broker-message-type-changed": {
    title: "Messages of a broker are of another type",
    level: "error",
    why: "Old consumers expect text, bytes or objects and cannot read the other.",
    fix: "Use another queue for the new type.",
  },
  "asyncapi/broker-headers-narrowed": {
    title: "The headers that a broker carries accept less",
    level: { reader: "error", writer: "info" },
    why: "Old senders write headers that are refused.",
    fix: "Keep accepting every header in use.",
  },
  "asyncapi/broker-headers-widened": {
    title: "The headers that a broker carries promise less or hold more",
    level: { reader: "info", writer: "error" },
    why: "Old readers miss a header that they count on, or find a value that they do not know.",
    fix: "Keep every header that old readers use.",
  },
  "asyncapi/ros2-qos-changed": {
    title: "The quality of service of a ROS 2 operation changed",
    level: "error",
    why: "Old nodes with the old policy are incompatible and are not connected.",
    fix: "Keep the policy, or change it together with every node.",
  },
  "asyncapi/access-policy-changed": {
    title: "The access policy of a queue or topic changed",
    level: "warn",
    why: "Old parties may no longer be allowed to send or receive.",
    fix: "Check every party that the old policy allowed.",
  },
} as const satisfies Rules;
