import type { Rules } from "../../../findings/rule.ts";

/** Rules about bindings of Kafka. */
export const kafkaRules = {
  "asyncapi/kafka-topic-changed": {
    title: "The Kafka topic of a channel changed",
    level: "error",
    why: "Old producers write to the old topic and old consumers read it, so that they and new parties never meet.",
    fix: "Write to both topics until the old one has no consumers.",
  },
  "asyncapi/kafka-partitions-changed": {
    title: "The number of partitions of a Kafka topic changed",
    level: "error",
    why: "The same key goes to another partition than before, so that old consumers see messages of one key out of order.",
    fix: "Make a new topic with the new number and let consumers move once the old one is empty.",
  },
  "asyncapi/kafka-replicas-lowered": {
    title: "A Kafka topic is kept on fewer brokers",
    level: "warn",
    why: "Messages that were safe when a broker failed may be lost.",
    fix: "Keep the number of replicas.",
  },
  "asyncapi/kafka-retention-lowered": {
    title: "A Kafka topic keeps messages for a shorter time or in less space",
    level: "warn",
    why: "Old consumers that are behind, or read the topic again, miss messages.",
    fix: "Let slow consumers catch up first, and tell those that replay the topic.",
  },
  "asyncapi/kafka-cleanup-policy-changed": {
    title: "The cleanup policy of a Kafka topic changed",
    level: "error",
    why: "Old consumers count on every message (delete) or on the last of each key (compact) still being there.",
    fix: "Make a second topic with the new policy.",
  },
  "asyncapi/kafka-max-message-size-lowered": {
    title: "A Kafka topic takes smaller messages only",
    level: "error",
    why: "Old producers write messages that the broker now refuses.",
    fix: "Keep the limit, or make sure first that no producer writes larger messages.",
  },
  "asyncapi/kafka-key-changed": {
    title: "The schema of the Kafka message key changed",
    level: "error",
    why: "Old consumers cannot read the key, or messages of one thing land in another partition.",
    fix: "Keep the key, and use a new topic for another one.",
  },
  "asyncapi/kafka-group-id-changed": {
    title: "The consumer group of a Kafka operation changed",
    level: "warn",
    why: "The new group starts without the offsets of the old one: messages are skipped or handled again.",
    fix: "Copy the offsets of the old group before the new one starts.",
  },
  "asyncapi/kafka-client-id-changed": {
    title: "The client id of a Kafka operation changed",
    level: "warn",
    why: "Quotas and access rules of the broker that name the old id no longer match.",
    fix: "Add the new id to quotas and access rules first.",
  },
  "asyncapi/kafka-schema-registry-changed": {
    title: "The schema registry of a Kafka server changed",
    level: "error",
    why: "Old consumers look up schema ids in the old registry and find none, or other schemas.",
    fix: "Copy the schemas with their ids, and keep the old registry running.",
  },
  "asyncapi/kafka-schema-id-changed": {
    title: "The schema id is written into Kafka messages in another way",
    level: "error",
    why: "Old consumers look for the id at the old place or in the old encoding and cannot decode the message.",
    fix: "Use a new topic for the new form.",
  },
  "asyncapi/kafka-schema-lookup-changed": {
    title: "The strategy to look up schemas of a Kafka topic changed",
    level: "warn",
    why: "Old producers register their schemas under other subjects than new ones.",
    fix: "Check that both strategies lead to the same subjects.",
  },
} as const satisfies Rules;
