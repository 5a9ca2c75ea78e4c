import type { Rules } from "../../../findings/rule.ts";

/** Rules about messages: which there are, how they are named, written and found. */
export const messageRules = {
  "asyncapi/message-removed": {
    title: "A message no longer travels on a channel",
    level: "error",
    why: "Old subscribers wait for a message that no longer comes, or old senders write one that nobody receives.",
    fix: "Keep the message until the parties on the other side are gone.",
  },
  "asyncapi/message-added": {
    title: "A message was added to what is sent",
    level: { reader: "info", writer: "warn" },
    why: "Old subscribers of the channel get a message that they do not know. Those that list the messages they take have said that others pass by, so this is a warning.",
    fix: "Check that subscribers leave unknown messages alone, or send it on a channel of its own.",
  },
  "asyncapi/message-added-for-whole-channel": {
    title: "A message was added to a channel that subscribers take as a whole",
    level: { reader: "info", writer: "error" },
    why: "Old subscribers that name no messages take everything on the channel; nothing tells them that they may leave this one alone, so they fail on it.",
    fix: "Send the message on a channel of its own, or let the subscribers list the messages they take first.",
  },
  "asyncapi/enveloped-message-added": {
    title: "A message with an envelope was added to what is sent",
    level: "info",
    why: "The envelope names the type, and readers of envelopes acknowledge types that they do not know without handling them.",
    fix: "Nothing to do.",
  },
  "asyncapi/message-declared": {
    title: "A message that no operation uses was added to a channel",
    level: "info",
    why: "Nobody sends it yet.",
    fix: "Nothing to do.",
  },
  "asyncapi/operation-message-added": {
    title: "An operation sends or receives one more message of its channel",
    level: "info",
    why: "The message was on the channel before, so its readers know it.",
    fix: "Nothing to do.",
  },
  "asyncapi/operation-message-removed": {
    title: "A message stays on the channel, but nobody sends or receives it any more",
    level: "error",
    why: "Old subscribers wait for a message that no longer comes, or old senders write one that nobody handles.",
    fix: "Keep sending or receiving it until the parties on the other side are gone.",
  },
  "asyncapi/operation-message-dropped": {
    title: "One of several services no longer sends or receives a message",
    level: "warn",
    why: "Others still do, but what only this service sent, or did with the message, is gone.",
    fix: "Check that nobody counts on this service's part.",
  },
  "asyncapi/message-name-changed": {
    title: "The name of a message changed",
    level: "error",
    why: "Old readers choose the handler by the name and leave the renamed message alone; old senders use a name that is no longer known.",
    fix: "Add a message with the new name beside the old one and remove the old one when nobody reads it.",
  },
  "asyncapi/message-name-added": {
    title: "A message without a name got one",
    level: "warn",
    why: "Parties that know the message by another name, such as its key in the contract, no longer recognise it.",
    fix: "Give it the name that is on the wire already.",
  },
  "asyncapi/message-name-removed": {
    title: "A message lost its name",
    level: "warn",
    why: "Parties that choose the handler by the name do not know which one the message has now.",
    fix: "Keep the name.",
  },
  "asyncapi/content-type-changed": {
    title: "The content type of a message changed",
    level: "error",
    why: "Old parties write and read the bytes in the old encoding and cannot decode the new one.",
    fix: "Add a message, or a channel, in the new encoding and keep the old one until nobody uses it.",
  },
  "asyncapi/content-type-added": {
    title: "The content type of a message is now stated",
    level: "info",
    why: "The contract did not say how the bytes were encoded; now it does.",
    fix: "Check that it is the encoding in use.",
  },
  "asyncapi/content-type-removed": {
    title: "The content type of a message is no longer stated",
    level: "warn",
    why: "Nobody can tell any more how the bytes are encoded, so a party may choose another encoding.",
    fix: "Keep the content type, or state it as `defaultContentType`.",
  },
  "asyncapi/default-content-type-changed": {
    title: "The default content type changed",
    level: "error",
    why: "Every message that states none changes its encoding, which old parties cannot decode.",
    fix: "Keep the default and state the new content type at the messages that need it.",
  },
  "asyncapi/default-content-type-added": {
    title: "A default content type was added",
    level: "info",
    why: "The contract did not say how the bytes of these messages were encoded; now it does.",
    fix: "Check that it is the encoding in use.",
  },
  "asyncapi/default-content-type-removed": {
    title: "The default content type was removed",
    level: "warn",
    why: "Nobody can tell any more how messages without a content type are encoded.",
    fix: "Keep the default, or state the content type at every message.",
  },
  "asyncapi/schema-format-changed": {
    title: "The schema of a message is written in another language",
    level: "error",
    why: "Another schema language usually means another encoding (Avro and Protobuf are binary), which old parties cannot decode; the two cannot be compared.",
    fix: "Add a message with the new schema beside the old one.",
  },
  "asyncapi/schema-format-version-changed": {
    title: "The schema of a message is written in another version of its language",
    level: "info",
    why: "The bytes stay as they are.",
    fix: "Nothing to do.",
  },
  "asyncapi/schema-not-compared": {
    title: "A schema in a language that is not compared changed",
    level: "warn",
    why: "Whether old parties can read the new messages cannot be told: only JSON Schema is compared here.",
    fix: "Check the change with the tools of the schema's language, then approve it.",
  },
  "asyncapi/correlation-id-location-changed": {
    title: "The correlation id is found at another place",
    level: "error",
    why: "Old parties put and look for the id at the old place, so that answers are not matched to their requests.",
    fix: "Write the id at both places until every reader looks at the new one.",
  },
  "asyncapi/correlation-id-added": {
    title: "A message now has a correlation id",
    level: { reader: "warn", writer: "info" },
    why: "Old senders do not set the id, so that the reader cannot match their messages.",
    fix: "Let the reader accept messages without the id.",
  },
  "asyncapi/correlation-id-removed": {
    title: "A message no longer has a correlation id",
    level: { reader: "info", writer: "error" },
    why: "Old readers match messages by the id and cannot do so any more.",
    fix: "Keep the correlation id.",
  },
} as const satisfies Rules;
