import type { Rules } from "../../../findings/rule.ts";

/** Rules about operations, their owners and replies. */
export const operationRules = {
  "asyncapi/operation-removed": {
    title: "An operation was removed, and nobody does it any more",
    level: "error",
    why: "What old parties send is no longer received, or what old subscribers wait for is no longer sent.",
    fix: "Keep the operation until the parties on its other side are gone.",
  },
  "asyncapi/operation-added": {
    title: "An operation was added",
    level: "info",
    why: "Old parties do not depend on it.",
    fix: "Nothing to do.",
  },
  "asyncapi/publisher-dropped": {
    title: "One of several services no longer sends to a channel",
    level: "warn",
    why: "Subscribers no longer hear of what only this service knew, though others still send the same messages.",
    fix: "Check that another service sends them in every case that this one did.",
  },
  "asyncapi/subscriber-dropped": {
    title: "One of several services no longer receives from a channel",
    level: "warn",
    why: "Senders that count on this service's work no longer get it, though others still receive the same messages.",
    fix: "Check that nobody waits for what the service did with the messages.",
  },
  "asyncapi/operation-action-changed": {
    title: "An operation that sent now receives, or the other way round",
    level: "error",
    why: "Old subscribers wait for messages that are no longer sent, or old senders write messages that nobody receives.",
    fix: "Keep the operation and add a second one for the other direction.",
  },
  "asyncapi/operation-channel-changed": {
    title: "An operation moved to another channel",
    level: "error",
    why: "The parties on the other side of the operation are still at the old channel.",
    fix: "Send to, or receive from, both channels until everybody has moved.",
  },
  "asyncapi/sender-changed": {
    title: "Another service sends the messages now",
    level: "error",
    why: "Old subscribers that trust, filter or authorise by the sender refuse or miss the messages, and the order between the old sender's and the new one's messages is lost.",
    fix: "Declare the new sender beside the old one, let subscribers accept both, then remove the old one.",
  },
  "asyncapi/receiver-changed": {
    title: "Another service receives the messages now",
    level: "warn",
    why: "The new service reads with a consumer group of its own: messages that the old one had not finished are lost or handled twice.",
    fix: "Let the old service finish what is waiting before the new one starts from that place.",
  },
  "asyncapi/service-stated": {
    title: "An operation now says whose it is",
    level: "info",
    why: "No message changes.",
    fix: "Nothing to do.",
  },
  "asyncapi/service-unstated": {
    title: "An operation no longer says whose it is",
    level: "warn",
    why: "No message changes, but nobody can tell any more who answers for it and who is hurt by changes.",
    fix: "Keep `x-berrys-service`.",
  },
  "asyncapi/reply-added": {
    title: "A reply was added to an operation",
    level: { reader: "error", writer: "info" },
    why: "The sender now waits for an answer that old receivers do not give.",
    fix: "Let the receivers answer before the sender waits, or add a new message that is answered.",
  },
  "asyncapi/reply-removed": {
    title: "The reply of an operation was removed",
    level: { reader: "warn", writer: "error" },
    why: "Old senders wait for an answer that no longer comes; old receivers answer to an address where nobody waits.",
    fix: "Keep answering until no sender waits for it.",
  },
  "asyncapi/reply-channel-changed": {
    title: "Replies travel on another channel",
    level: "error",
    why: "One party waits for the answer where the other does not send it.",
    fix: "Keep the channel, or let the request say where its answer goes.",
  },
  "asyncapi/reply-location-changed": {
    title: "The address of the reply is taken from another place of the request",
    level: "error",
    why: "Old senders put the address where new receivers no longer look, so that the answer is lost.",
    fix: "Read both places until every sender uses the new one.",
  },
  "asyncapi/reply-location-added": {
    title: "The address of the reply is now taken from the request",
    level: "error",
    why: "One party waits at the address in the request, while the other answers to the fixed channel.",
    fix: "Answer to the fixed channel where the request names no address.",
  },
  "asyncapi/reply-location-removed": {
    title: "The address of the reply is no longer taken from the request",
    level: "error",
    why: "Old senders wait at the address that they put into the request, and old receivers look for it there.",
    fix: "Keep answering to the address that the request names.",
  },
  "asyncapi/reply-message-added": {
    title: "One more message may answer",
    level: { reader: "info", writer: "error" },
    why: "Old senders wait for one of the answers they know and cannot read the new one.",
    fix: "Send the new answer only to requests that ask for it.",
  },
  "asyncapi/reply-message-removed": {
    title: "A message no longer answers",
    level: { reader: "error", writer: "warn" },
    why: "Old receivers still give this answer, which the sender no longer reads; old senders may wait for it.",
    fix: "Keep reading the answer until no receiver gives it.",
  },
} as const satisfies Rules;
