import type { CatalogEntry } from "./catalog-entry.ts";

/** What the rules find that look at contracts before anything is emitted. */
export const validateCatalog = {
  "validate/missing-field": {
    severity: "error",
    title: "A required key is missing",
    cause:
      "The specification demands the key; where code can be generated without it, this is a warning.",
    fix: "Add it.",
  },
  "validate/unknown-package": {
    severity: "error",
    title: "A proto package without RPC services",
    cause:
      "`packages` in berrys.yaml lists the proto packages whose RPC services a service serves.",
    fix: "Correct the name, or remove the line.",
  },
  "validate/unknown-keyword": {
    severity: "error",
    title: "A key that the specification does not know",
    cause:
      "A misspelt key is ignored by every tool, so the contract would not say what it seems to say. In a document without any `x-berrys-` extension, a key that resembles no known one is a warning.",
    fix: "Correct the spelling, remove it, or use an `x-` extension.",
  },
  "validate/unsupported-keyword": {
    severity: "error",
    title: "A keyword that berrys cannot turn into code",
    cause: "The keyword is legal, but generated code would not enforce it.",
    fix: "Express the same without it.",
  },
  "validate/invalid-schema": {
    severity: "error",
    title: "A schema keyword with a value it cannot have",
    cause:
      "The value of the keyword has the wrong type, or a pattern is no regular expression. In a document without any `x-berrys-` extension this is a warning: the keyword is left out.",
    fix: "Write the value as the message says.",
  },
  "validate/circular-schema": {
    severity: "error",
    title: "A schema that contains itself with nothing between",
    cause:
      "Recursion is fine through a property or an item, but a schema that is part of itself through `allOf`, `anyOf`, `oneOf`, `not` or `$ref` alone can never be checked.",
    fix: "Put the recursion under a property or `items`.",
  },
  "validate/duplicate-id": {
    severity: "error",
    title: "An identifier used twice",
    cause: "operationIds, message types of one channel, `$id`s and `$anchor`s name one thing each.",
    fix: "Rename one of the two.",
  },
  "validate/unknown-service": {
    severity: "error",
    title: "A service that berrys.yaml does not name",
    cause: "Owners and callees are services of berrys.yaml.",
    fix: "Correct the id or add the service to berrys.yaml.",
  },
  "validate/event-without-publisher": {
    severity: "error",
    title: "A subscriber to an event that nobody publishes",
    cause:
      "The handler would never run. (Not checked where the workspace holds one service: others may publish.)",
    fix: "Add a `send` operation for the event, or remove the `receive`.",
  },
  "validate/event-without-subscriber": {
    severity: "warning",
    title: "An event that nobody follows",
    cause:
      "It is published for no one. (Not checked where the workspace holds one service: others may follow.)",
    fix: "Add a `receive` operation, or remove the event.",
  },
  "validate/two-owners": {
    severity: "error",
    title: "An event with two publishers",
    cause: "An event states a fact; exactly one service owns it.",
    fix: "Keep the `send` operation of the owner alone.",
  },
  "validate/command-without-receiver": {
    severity: "error",
    title: "A command that nobody receives",
    cause:
      "It is sent, but no service has a `receive` operation for it. (Not checked where the workspace holds one service.)",
    fix: "Add a `receive` operation, or remove the command.",
  },
  "validate/two-receivers": {
    severity: "error",
    title: "A command with two receivers",
    cause: "A command asks one service to do something; two receivers would do it twice.",
    fix: "Keep one `receive` operation, or make it an event.",
  },
  "validate/batch-not-possible": {
    severity: "error",
    title: "A batch where there can be none",
    cause:
      "`x-berrys-batch` asks for many messages in one call of a handler. Who sends has no handler, and a command with a reply is answered one by one.",
    fix: "Remove `x-berrys-batch`, or the reply.",
  },
  "validate/call-not-allowed": {
    severity: "error",
    title: "A call that the topology does not allow",
    cause: "`calls` names the service itself, or one that serves no RPC.",
    fix: "Remove it from `calls`, or map the callee's proto package under `packages`.",
  },
  "validate/invalid-example": {
    severity: "error",
    title: "An example that its own schema refuses",
    cause:
      "People copy examples; a wrong one is worse than none. In a document without any `x-berrys-` extension, which others may own, this is a warning.",
    fix: "Correct the example or the schema.",
  },
  "validate/missing-key": {
    severity: "error",
    title: "An ordering key that names no property",
    cause: "`x-berrys-key` must point to a text, number or boolean in the message's data.",
    fix: "Correct the pointer, e.g. `/project_id`.",
  },
  "validate/sensitive-key": {
    severity: "error",
    title: "An ordering key that is sensitive",
    cause:
      "The ordering key stays readable on the way, because it decides where a message goes; sensitive data is encrypted.",
    fix: "Order by a property that may be seen, such as an id, or leave `x-berrys-sensitive` off it.",
  },
  "validate/previous-version": {
    severity: "error",
    title: "An older version of a message that is not older, or that stands there twice",
    cause:
      "`x-berrys-previous` keeps the payloads of versions before `x-berrys-version`; upcasters lead from each to the next and end at the current one.",
    fix: "Raise `x-berrys-version`, or correct the versions under `x-berrys-previous`.",
  },
  "validate/unkeyed-message": {
    severity: "warning",
    title: "A message without ordering key on a partitioned channel",
    cause: "Without a key, messages spread over all partitions and arrive in no particular order.",
    fix: "Add `x-berrys-key`, or set `x-berrys-partitions: 1`.",
  },
  "validate/invalid-extension": {
    severity: "error",
    title: "An `x-berrys-…` extension that does not exist or has a wrong value",
    cause: "Extensions with this prefix are checked like every other keyword.",
    fix: "Correct the name or the value.",
  },
  "validate/undeclared-path-parameter": {
    severity: "error",
    title: "A path parameter that is not declared, or not part of the path",
    cause:
      "Every `{name}` of a path needs a parameter with `in: path`, and every such parameter a place in the path.",
    fix: "Declare the parameter or correct the path.",
  },
  "validate/missing-etag": {
    severity: "error",
    title: "An ETag that names no property",
    cause:
      "`x-berrys-etag` must point to a text, number or boolean in the data of the answer that changes whenever the resource does.",
    fix: "Correct the pointer, e.g. `/version`, or write an empty text: the tag is then made of all the data.",
  },
  "validate/unknown-invalidation": {
    severity: "error",
    title: "A cache that is to end with an event which does not exist",
    cause: "`invalidated_by` in `x-berrys-cache` lists types of events.",
    fix: "Correct the type, or take it out of the list.",
  },
  "validate/envelope-mismatch": {
    severity: "error",
    title: "An envelope that contradicts its message",
    cause:
      "The `type` and `source` constants of a payload must be the message's name and its sender.",
    fix: "Make the constants and the message agree.",
  },
} as const satisfies Record<string, CatalogEntry>;
