import type { Rules } from "../../../findings/rule.ts";

/** Rules about what Berrys guarantees for a message: kind, order, delivery, version, secrecy. */
export const deliveryRules = {
  "asyncapi/kind-changed": {
    title: "An event became a command, or a command an event",
    level: "error",
    why: "Events go to every follower, commands to one service: old parties use other consumer groups, rights and expectations of an answer.",
    fix: "Add a message of the new kind beside the old one.",
  },
  "asyncapi/envelope-changed": {
    title: "A message has another envelope, or none",
    level: "error",
    why: "Old parties look for id, type and data at the places of the old envelope.",
    fix: "Keep the envelope, and send the new form as a new message.",
  },
  "asyncapi/key-changed": {
    title: "Messages are ordered by another key",
    level: "error",
    why: "Old and new senders put messages of one thing into different partitions, and old consumers count on an order that is gone.",
    fix: "Add a message or channel with the new key and let consumers move to it.",
  },
  "asyncapi/key-added": {
    title: "Messages are now ordered by a key",
    level: "warn",
    why: "Messages of old senders have no key and stand in no order with those of new ones.",
    fix: "Update every sender before a consumer counts on the order.",
  },
  "asyncapi/key-removed": {
    title: "Messages are no longer ordered by a key",
    level: "error",
    why: "Old consumers count on the order of the messages of one key.",
    fix: "Keep the key.",
  },
  "asyncapi/retry-attempts-lowered": {
    title: "A message is given up after fewer attempts",
    level: "warn",
    why: "Messages that a consumer used to handle after a longer disturbance are now dead-lettered.",
    fix: "Keep the number of attempts, or lengthen the backoff so that the whole time stays the same.",
  },
  "asyncapi/retry-attempts-raised": {
    title: "A message is tried more often",
    level: "info",
    why: "Messages of one key wait longer behind one that fails.",
    fix: "Nothing to do.",
  },
  "asyncapi/retry-backoff-lowered": {
    title: "The pause between attempts became shorter",
    level: "warn",
    why: "The attempts are used up sooner, so that a shorter disturbance is enough to dead-letter a message.",
    fix: "Raise the attempts so that the whole time stays the same.",
  },
  "asyncapi/retry-backoff-raised": {
    title: "The pause between attempts became longer",
    level: "info",
    why: "Messages of one key wait longer behind one that fails.",
    fix: "Nothing to do.",
  },
  "asyncapi/dead-letter-no-longer-halts": {
    title: "A dead letter no longer halts its key",
    level: "error",
    why: "Old consumers count on seeing no message of a key after one that failed.",
    fix: "Keep `halt-key`, or make every consumer bear a gap first.",
  },
  "asyncapi/dead-letter-halts": {
    title: "A dead letter now halts its key",
    level: "warn",
    why: "One message that cannot be handled stops all later messages of its key until a person acts.",
    fix: "Watch the dead letters of the channel, and tell its operators.",
  },
  "asyncapi/version-lowered": {
    title: "The version of a message was lowered",
    level: "error",
    why: "Old readers that know the higher version take new messages for an older form.",
    fix: "Raise the version with every change of a message, never lower it.",
  },
  "asyncapi/version-raised": {
    title: "The version of a message was raised",
    level: "info",
    why: "Readers tell the new form from the old by it.",
    fix: "Nothing to do.",
  },
  "asyncapi/version-not-raised": {
    title: "A message broke without a higher version",
    level: "warn",
    why: "Readers cannot tell the new form from the old, because both carry the same `x-berrys-version`.",
    fix: "Raise `x-berrys-version` of the message.",
  },
  "asyncapi/sensitive-added": {
    title: "Data of a message is now marked as sensitive",
    level: "info",
    why: "Logs and views hide it from now on; the message stays as it is.",
    fix: "Check that old logs do not hold it.",
  },
  "asyncapi/sensitive-removed": {
    title: "Data of a message is no longer marked as sensitive",
    level: "warn",
    why: "Every service that logs or shows the message now shows data that its owner wanted hidden.",
    fix: "Keep `x-berrys-sensitive: true` unless the data is public now.",
  },
} as const satisfies Rules;
