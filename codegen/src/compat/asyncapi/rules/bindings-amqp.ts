import type { Rules } from "../../../findings/rule.ts";

/** Rules about bindings of AMQP 0-9-1. */
export const amqpRules = {
  "asyncapi/amqp-kind-changed": {
    title: "An AMQP channel is a queue instead of a routing key, or the other way round",
    level: "error",
    why: "Old publishers and consumers address the old kind, where no message passes any more.",
    fix: "Add a channel of the new kind beside the old one.",
  },
  "asyncapi/amqp-exchange-name-changed": {
    title: "The AMQP exchange of a channel has another name",
    level: "error",
    why: "Old publishers write to the old exchange, and old queues are bound to it.",
    fix: "Bind the old exchange to the new one until every publisher has moved.",
  },
  "asyncapi/amqp-exchange-type-changed": {
    title: "The AMQP exchange of a channel is of another type",
    level: "error",
    why: "Messages are routed by other rules, and old parties that declare the exchange are refused with PRECONDITION_FAILED.",
    fix: "Declare an exchange of another name.",
  },
  "asyncapi/amqp-exchange-properties-changed": {
    title: "Durability or lifetime of an AMQP exchange changed",
    level: "error",
    why: "Old parties that declare the exchange with the old properties are refused with PRECONDITION_FAILED.",
    fix: "Declare an exchange of another name.",
  },
  "asyncapi/amqp-queue-name-changed": {
    title: "The AMQP queue of a channel has another name",
    level: "error",
    why: "Old consumers read the old queue, and messages that wait there are not read by new ones.",
    fix: "Let consumers empty the old queue before it is removed.",
  },
  "asyncapi/amqp-queue-properties-changed": {
    title: "Durability, exclusiveness or lifetime of an AMQP queue changed",
    level: "error",
    why: "Old parties that declare the queue with the old properties are refused with PRECONDITION_FAILED.",
    fix: "Declare a queue of another name and move its consumers.",
  },
  "asyncapi/amqp-vhost-changed": {
    title: "An exchange or queue moved to another AMQP virtual host",
    level: "error",
    why: "Old parties connect to the old virtual host and find nothing there.",
    fix: "Keep both virtual hosts, joined by a shovel, until everybody has moved.",
  },
  "asyncapi/amqp-copies-changed": {
    title: "The routing keys that get copies of an AMQP message changed",
    level: "error",
    why: "Old consumers of a key that was dropped no longer get their copy, or a key gets messages it did not.",
    fix: "Keep every key that has consumers.",
  },
  "asyncapi/amqp-delivery-mode-lowered": {
    title: "AMQP messages are no longer persistent",
    level: { reader: "warn", writer: "error" },
    why: "Messages that wait in a queue are lost when the broker restarts.",
    fix: "Keep delivery mode 2.",
  },
  "asyncapi/amqp-delivery-mode-raised": {
    title: "AMQP messages are persistent now",
    level: "info",
    why: "Messages survive a restart of the broker.",
    fix: "Nothing to do.",
  },
  "asyncapi/amqp-expiration-lowered": {
    title: "AMQP messages expire sooner",
    level: { reader: "info", writer: "warn" },
    why: "Old consumers that are slow or away miss messages.",
    fix: "Keep the time that the slowest consumer needs.",
  },
  "asyncapi/amqp-ack-changed": {
    title: "Consumers of an AMQP queue acknowledge in another way",
    level: { reader: "error", writer: "warn" },
    why: "Without acknowledgement a message is lost when its consumer fails; with it, one that never acknowledges is given messages again.",
    fix: "Keep the way of acknowledging, or change it together with every consumer.",
  },
  "asyncapi/amqp-mandatory-dropped": {
    title: "AMQP messages that no queue takes are no longer returned",
    level: "warn",
    why: "Publishers no longer learn that a message reached nobody.",
    fix: "Keep `mandatory`, or watch an alternate exchange.",
  },
  "asyncapi/amqp-user-id-changed": {
    title: "AMQP messages carry another user id",
    level: "warn",
    why: "Consumers that check the user id refuse the messages.",
    fix: "Let consumers accept both users first.",
  },
  "asyncapi/amqp-priority-changed": {
    title: "AMQP messages have another priority",
    level: "info",
    why: "Messages may overtake others that they did not overtake before.",
    fix: "Nothing to do.",
  },
  "asyncapi/amqp-reply-to-changed": {
    title: "Answers to AMQP messages go to another queue",
    level: "error",
    why: "Old receivers answer to the queue where nobody waits any more.",
    fix: "Read both queues until every receiver has moved.",
  },
  "asyncapi/amqp-content-encoding-changed": {
    title: "AMQP messages have another content encoding",
    level: "error",
    why: "Old consumers cannot decode the body.",
    fix: "Send the new encoding under a new routing key.",
  },
  "asyncapi/amqp-message-type-changed": {
    title: "AMQP messages carry another message type",
    level: "error",
    why: "Old consumers choose the handler by the type and do not know the new one.",
    fix: "Keep the type, and add a message with the new one.",
  },
} as const satisfies Rules;
