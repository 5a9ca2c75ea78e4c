import type { CatalogEntry } from "./catalog-entry.ts";
import { validateCatalog } from "./validate-catalog.ts";

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
  ...validateCatalog,
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
