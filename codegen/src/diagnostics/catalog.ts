import type { Severity } from "./diagnostic.ts";

/** What `berrys explain <code>` tells about one kind of finding. */
export interface CatalogEntry {
  readonly severity: Severity;
  /** The problem in a few words. */
  readonly title: string;
  /** Why berrys refuses or questions it. */
  readonly cause: string;
  /** What to change. */
  readonly fix: string;
}

/** Every diagnostic there is. Codes are `<stage>/<kebab-problem>` and never change their meaning. */
export const catalog = {
  "config/missing": {
    severity: "error",
    title: "No berrys.yaml",
    cause:
      "berrys reads the names of the contracts and services from `berrys.yaml` at the workspace root.",
    fix: "Create `berrys.yaml` with `name:` and `contracts:`, or run berrys in the folder that has it.",
  },
  "config/invalid": {
    severity: "error",
    title: "A setting in berrys.yaml has the wrong form",
    cause: "A value has the wrong type, is out of range, or a required setting is missing.",
    fix: "Write the value as the message says.",
  },
  "config/unknown-setting": {
    severity: "error",
    title: "A setting that does not exist",
    cause: "A misspelt setting would be ignored in silence, so every unknown one is refused.",
    fix: "Correct the spelling or remove the line.",
  },
  "config/unknown-rule": {
    severity: "error",
    title: "A rule that does not exist",
    cause:
      "Settings name a rule that the command does not have; a misspelt one would be ignored in silence.",
    fix: "Correct the id (`berrys explain` lists all), or move it to the block of the other command.",
  },
  "load/file-not-found": {
    severity: "error",
    title: "A contract file is missing",
    cause: "`berrys.yaml` names a file that cannot be read.",
    fix: "Correct the path (it is relative to the workspace root) or create the file.",
  },
  "load/syntax": {
    severity: "error",
    title: "Broken YAML or JSON",
    cause: "The file cannot be parsed.",
    fix: "Mend the syntax at the place shown; indentation, quotes and duplicate keys are the usual reasons.",
  },
  "load/proto-syntax": {
    severity: "error",
    title: "Broken Protobuf",
    cause: "buf could not compile the proto files.",
    fix: "Mend the proto file at the place shown; `buf build` tells the same.",
  },
  "load/graphql-syntax": {
    severity: "error",
    title: "Broken GraphQL",
    cause: "The SDL cannot be parsed, or names types that it does not define.",
    fix: "Mend the schema at the place shown.",
  },
  "load/buf-failed": {
    severity: "error",
    title: "buf could not run",
    cause: "The buf program is missing, was stopped, or refused its configuration.",
    fix: "Run `npm ci` so that @bufbuild/buf is installed, then `npx buf build`.",
  },
  "load/unsupported-version": {
    severity: "error",
    title: "A version of AsyncAPI or OpenAPI that is not supported",
    cause:
      "berrys reads AsyncAPI 3.x and OpenAPI 3.0 and 3.1; `berrys breaking` reads AsyncAPI 2.x too.",
    fix: "Convert the document, e.g. with `npx @asyncapi/converter` or `npx swagger2openapi`.",
  },
  "load/unresolved-ref": {
    severity: "error",
    title: "A `$ref` that leads nowhere",
    cause: "The file or the place in it does not exist.",
    fix: "Correct the path, the pointer or the name.",
  },
  "load/remote-ref": {
    severity: "error",
    title: "A `$ref` to the network",
    cause: "Generation must give the same result everywhere and offline, so nothing is fetched.",
    fix: "Save the document in the workspace and refer to it by its path.",
  },
  "load/circular-ref": {
    severity: "error",
    title: "A `$ref` that only leads back to itself",
    cause: "A chain of references ends where it began, so nothing is described.",
    fix: "Replace one reference of the chain with the thing itself.",
  },
  "against/missing": {
    severity: "error",
    title: "Nothing to compare with",
    cause:
      "`berrys breaking` compares two versions, and neither `--against` nor `breaking.against` names the old one.",
    fix: "Add `--against main` (a git ref, `latest-tag`, a folder, an archive or a file), or set `breaking.against` in berrys.yaml.",
  },
  "against/invalid-ref": {
    severity: "error",
    title: "`--against` with a text that can name nothing",
    cause: "A git ref never begins with `-`, and a folder of a ref lies inside its repository.",
    fix: "Name a folder, an archive, a file, a branch, a tag or a commit.",
  },
  "against/not-found": {
    severity: "error",
    title: "The old version was not found",
    cause:
      "`--against` names neither a folder, archive or file nor a branch, tag or commit of the repository that holds the contracts.",
    fix: "Correct the name; `git branch --all` and `git tag` list what there is.",
  },
  "against/shallow-clone": {
    severity: "error",
    title: "The old version was not fetched",
    cause:
      "Build servers often fetch the last commit alone, so other branches and tags are missing.",
    fix: "Fetch the branch to compare with, or the whole history (`fetch-depth: 0`).",
  },
  "against/no-tag": {
    severity: "error",
    title: "No release to compare with",
    cause:
      "`latest-tag` takes the highest version among the tags that the current commit descends from.",
    fix: "Tag a release, fetch the tags, or name a branch or commit.",
  },
  "against/git-failed": {
    severity: "error",
    title: "git could not read the old version",
    cause: "git is missing, or objects of the repository are missing or broken.",
    fix: "Mend what git says; `git fsck` checks the repository.",
  },
  "against/lfs-pointer": {
    severity: "warning",
    title: "A contract that is kept in Git LFS",
    cause: "A commit holds only a pointer to such a file; the content lies on a server.",
    fix: "Keep contracts in git itself, or compare with a checked-out folder.",
  },
  "against/too-large": {
    severity: "error",
    title: "More files than contracts ever are",
    cause:
      "A commit or archive exceeds the limits that keep a wrong name or a zip bomb from filling the disk.",
    fix: "Name the folder of the contracts, or pack the contracts alone.",
  },
  "against/unsafe-archive": {
    severity: "error",
    title: "An archive with paths that lead out of it",
    cause: "Absolute paths, `..` and links to the outside would read or write foreign files.",
    fix: "Pack the folder again, from inside of it.",
  },
  "against/broken-archive": {
    severity: "error",
    title: "An archive that cannot be unpacked",
    cause: "The file is damaged, or is no tar, gzipped tar or zip file.",
    fix: "Pack or download it again.",
  },
  "compare/different-kinds": {
    severity: "error",
    title: "Two sides of different kinds",
    cause: "Only documents of one kind can be compared, and only a workspace with a workspace.",
    fix: "Name two documents of one kind, or two workspaces.",
  },
  "compare/no-contracts": {
    severity: "error",
    title: "A folder without contracts",
    cause:
      "The folder has no `berrys.yaml`, and no file in it has the name or the content of a contract, so there is nothing to compare.",
    fix: "Name the folder that has the contracts, or a single document.",
  },
  "compare/several-documents": {
    severity: "error",
    title: "Several documents where one is expected",
    cause:
      "The folder has no `berrys.yaml`, and more than one document of a kind could be the contract.",
    fix: "Name one document, or write a `berrys.yaml` with `contracts:`.",
  },
  "compare/unknown-kind": {
    severity: "error",
    title: "A document that is no contract",
    cause:
      "Its content is neither OpenAPI, AsyncAPI, JSON Schema, Protobuf nor GraphQL, so it cannot be compared.",
    fix: "Name a contract, or add the line that says what it is (`openapi:`, `asyncapi:`, `$schema:`).",
  },
  "approvals/invalid": {
    severity: "error",
    title: "An approval has the wrong form",
    cause:
      "An approval that cannot be read approves nothing, or too much. Each has `rule`, `fingerprint`, `reason`, `requested_by` and `expires`.",
    fix: "Write the entry as the message says; rule and fingerprint stand in the report.",
  },
  "approvals/unused": {
    severity: "warning",
    title: "An approval that fits nothing",
    cause: "What it approved is not found any more, or the fingerprint has a misprint.",
    fix: "Remove the entry, or copy the fingerprint from the report.",
  },
  "baseline/invalid": {
    severity: "error",
    title: "The baseline has the wrong form",
    cause: "The file is not what `--write-baseline` writes, so nobody can say what it accepts.",
    fix: "Restore it, or write it anew with `--write-baseline`.",
  },
  "baseline/stale": {
    severity: "info",
    title: "An entry of the baseline that is not found any more",
    cause: "What the entry accepted was mended; it would hide the same mistake made again.",
    fix: "Write the baseline anew with `--write-baseline`.",
  },
  "model/unowned": {
    severity: "error",
    title: "Something that belongs to no service",
    cause:
      "With several services in berrys.yaml, each operation and RPC service must say whose it is.",
    fix: "Add `x-berrys-service: <id>` (or, for proto, name the package under the service in berrys.yaml).",
  },
  "model/name-collision": {
    severity: "error",
    title: "Two contract names become one name in code",
    cause: "Names that differ only in case or punctuation cannot both be exported.",
    fix: "Rename one of the two, or give a schema another name with `x-berrys-name`.",
  },
  "model/unsupported-schema-format": {
    severity: "error",
    title: "A payload that is not a JSON Schema",
    cause:
      "Payloads are JSON Schemas (AsyncAPI schema objects); Avro, RAML and others cannot be read.",
    fix: "Describe the payload as a JSON Schema.",
  },
  "model/missing-payload": {
    severity: "warning",
    title: "A message without payload",
    cause: "Without `payload` any data is accepted.",
    fix: "Describe the payload.",
  },
  "model/message-not-in-channel": {
    severity: "error",
    title: "An operation names a message that its channel does not carry",
    cause: "The messages of an operation are a subset of the messages of its channel.",
    fix: "Refer to `#/channels/<channel>/messages/<message>` or add the message to the channel.",
  },
  "model/channel-not-declared": {
    severity: "error",
    title: "An operation on a channel that the document does not declare",
    cause: "Operations name a channel under `channels` of the AsyncAPI document.",
    fix: "Declare the channel under `channels`, and refer to it as `#/channels/<name>`.",
  },
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
    cause: "`x-berrys-key` must point to a property of the message's data.",
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
  "validate/envelope-mismatch": {
    severity: "error",
    title: "An envelope that contradicts its message",
    cause:
      "The `type` and `source` constants of a payload must be the message's name and its sender.",
    fix: "Make the constants and the message agree.",
  },
  "lint/engine-failed": {
    severity: "error",
    title: "A lint engine could not run",
    cause:
      "`buf lint`, the AsyncAPI parser or Redocly stopped before it had looked at the contracts, often because of its own settings.",
    fix: "Mend what the message names (`buf.yaml`, `redocly.yaml`), or run the engine by itself to see more.",
  },
} as const satisfies Record<string, CatalogEntry>;

/** A code of {@link catalog}. */
export type DiagnosticCode = keyof typeof catalog;
