import { statSync } from "node:fs";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { createDiagnostic } from "../../diagnostics/create.ts";
import { createSources, type SourceLoader } from "../../load/sources.ts";
import { checkSdl } from "./graphql-files.ts";
import { createDocumentSet } from "./load-document.ts";
import { openProtoFile } from "./open-proto-file.ts";
import { emptySide, missingFile, type Opened, unreadable } from "./opened.ts";
import { type DocumentKind, recogniseName, recogniseText, recogniseValue } from "./recognise.ts";
import type { FileSpec } from "./spec.ts";

/** Opens a single document; its content says what it is. */
export async function openFile({ path, label, base }: Omit<FileSpec, "kind">): Promise<Opened> {
  const { root, file } = placeOf(path, base);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    return unreadable(root, [missingFile(`The file \`${label}\` does not exist.`, null)]);
  const sources = createSources(root);
  const kind = kindOf(sources, file);
  switch (kind) {
    case null:
      return unreadable(root, unknownKind(sources, file));
    case "proto":
      return /\.proto$/.test(file)
        ? openProtoFile(root, file)
        : unreadable(root, [misnamedProto(file)]);
    case "graphql":
      return openSdl(root, sources, file);
    case "openapi":
    case "asyncapi":
    case "schema": {
      const documents = createDocumentSet(sources);
      const tree = documents.open(file, kind);
      const diagnostics = documents.diagnostics();
      return { ...emptySide(root), sources, [kind]: tree, diagnostics };
    }
  }
}

function placeOf(path: string, base?: string): { readonly root: string; readonly file: string } {
  const absolute = resolve(path);
  const inside = base === undefined ? ".." : relative(resolve(base), absolute);
  return base === undefined || inside.startsWith("..") || isAbsolute(inside)
    ? { root: dirname(absolute), file: basename(absolute) }
    : { root: resolve(base), file: inside.split(sep).join("/") };
}

function kindOf(sources: SourceLoader, file: string): DocumentKind | null {
  const named = recogniseName(file);
  const text = sources.text(file) ?? "";
  const written = recogniseText(text);
  if (written !== null) return written;
  // A broken proto or GraphQL file gets the syntax error of its own language.
  if (named !== null) return named;
  return recogniseValue(sources.load(file)?.value);
}

async function openSdl(root: string, sources: SourceLoader, file: string): Promise<Opened> {
  const graphql = [{ file, text: sources.text(file) ?? "" }];
  return { ...emptySide(root), sources, graphql, diagnostics: await checkSdl(graphql) };
}

function misnamedProto(file: string) {
  return createDiagnostic(
    "compare/unknown-kind",
    `\`${file}\` is Protobuf, but its name does not end in \`.proto\`, so buf does not read it.`,
    null,
    { hint: "give it a name that ends in `.proto`" },
  );
}

function unknownKind(sources: SourceLoader, file: string) {
  const problems = sources.diagnostics();
  if (problems.length > 0) return problems;
  return [
    createDiagnostic(
      "compare/unknown-kind",
      `\`${file}\` is no OpenAPI or AsyncAPI document, JSON Schema, proto file or GraphQL schema.`,
      sources.spanOf({ file, pointer: "" }),
      {
        hint: "start it with `openapi: 3.1.0`, `asyncapi: 3.0.0` or `$schema: https://json-schema.org/draft/2020-12/schema`",
      },
    ),
  ];
}
