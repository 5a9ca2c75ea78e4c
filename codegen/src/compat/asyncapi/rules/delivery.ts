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
  "asyncapi/retry-codes-changed": {
    title: "Other error codes of a message end its retries",
    level: "info",
    why: "A failure with a code that is final now goes to the dead-letter queue at once, and one that no longer is holds its key until the attempts are used up.",
    fix: "Tell those who watch the dead letters of the channel.",
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
  "asyncapi/previous-version-missing": {
    title: "A message broke, and the version before it is not kept",
    level: "warn",
    why: "Messages of the old version still wait in streams, outboxes and dead-letter queues; nobody can read them now.",
    fix: "Keep the old payload under `x-berrys-previous`; its followers bring it to the new version.",
  },
  "asyncapi/previous-version-removed": {
    title: "An older version of a message is no longer read",
    level: "warn",
    why: "A message of that version that still waits, or is replayed, ends in the dead-letter queue.",
    fix: "Keep it under `x-berrys-previous` for as long as the channel and its dead-letter queues may hold one.",
  },
  "asyncapi/encryption-added": {
    title: "The data of a message is now encrypted",
    level: "warn",
    why: "A reader without the keys, or without Berrys, finds a JWE in the place of the data.",
    fix: "Give every reader `BERRYS_MESSAGE_KEYS` before the publisher changes.",
  },
  "asyncapi/encryption-removed": {
    title: "The data of a message is no longer encrypted",
    level: "warn",
    why: "Whoever can read the stream reads data that its owner wanted hidden; only properties that are marked stay encrypted.",
    fix: "Keep `x-berrys-encrypted: true` unless the data is public now.",
  },
  "asyncapi/sensitive-added": {
    title: "Data of a message is now marked as sensitive",
    level: "warn",
    why: "It travels encrypted from now on: a reader without the keys, or without Berrys, finds a JWE in its place.",
    fix: "Give every reader `BERRYS_MESSAGE_KEYS` before the publisher changes, and check that old logs do not hold it.",
  },
  "asyncapi/sensitive-removed": {
    title: "Data of a message is no longer marked as sensitive",
    level: "warn",
    why: "It travels readable from now on, and every service that logs or shows the message shows data that its owner wanted hidden.",
    fix: "Keep `x-berrys-sensitive: true` unless the data is public now.",
  },
} as const satisfies Rules;
