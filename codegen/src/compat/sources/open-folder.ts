import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { createDiagnostic } from "../../diagnostics/create.ts";
import { configFile } from "../../load/config.ts";
import { loadProto } from "../../load/proto.ts";
import { createSources } from "../../load/sources.ts";
import { findContracts } from "./conventions.ts";
import { readGraphql } from "./graphql-files.ts";
import { createDocumentSet } from "./load-document.ts";
import { openWorkspace } from "./open-workspace.ts";
import { emptySide, missingFile, type Opened, unreadable } from "./opened.ts";

/** Opens a folder: by its `berrys.yaml`, else by the names that contracts usually have. */
export async function openFolder(root: string, label: string): Promise<Opened> {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    return unreadable(root, [missingFile(`The folder \`${label}\` does not exist.`, null)]);
  return existsSync(join(root, configFile)) ? openWorkspace(root) : openByConvention(root, label);
}

async function openByConvention(root: string, label: string): Promise<Opened> {
  const [found, questions] = findContracts(root);
  if (questions.length > 0) return unreadable(root, questions);
  const sources = createSources(root);
  const building = found.proto === null ? null : loadProto(sources, found.proto);
  const documents = createDocumentSet(sources);
  const openapi = found.openapi === null ? null : documents.open(found.openapi, "openapi");
  const asyncapi = found.asyncapi === null ? null : documents.open(found.asyncapi, "asyncapi");
  const [graphql, graphqlProblems] = await readGraphql(sources, found.graphql);
  const proto = await building;
  const isEmpty =
    found.openapi === null && found.asyncapi === null && proto === null && graphql.length === 0;
  if (isEmpty) return unreadable(root, [nothingFound(label)]);
  const image = proto?.image ?? null;
  return {
    ...emptySide(root),
    openapi,
    asyncapi,
    proto: image === null || proto === null ? null : { image, files: proto.files },
    graphql,
    sources,
    diagnostics: [...documents.diagnostics(), ...graphqlProblems, ...(proto?.diagnostics ?? [])],
  };
}

function nothingFound(label: string) {
  return createDiagnostic(
    "compare/no-contracts",
    `There are no contracts in \`${label}\`: no \`${configFile}\`, and no openapi.yaml, asyncapi.yaml, proto or GraphQL files.`,
    null,
    { hint: `name the folder that has the \`${configFile}\`, or a single document` },
  );
}
