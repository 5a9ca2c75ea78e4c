import type { ContractTree, SchemaDialect } from "@berrys/codegen/compat/tree";
import { parseSource, type SourceDocument } from "@berrys/codegen/load/document";
import { isObject } from "@berrys/codegen/load/pointer";
import { createResolver } from "@berrys/codegen/load/reference";
import { type ScannedFile, scan } from "@berrys/codegen/load/scan";
import type { SourceLoader } from "@berrys/codegen/load/sources";

/** File → text, or the value that its text would parse to. The first file is the document. */
export type MemoryFiles = Readonly<Record<string, unknown>>;

/** A parsed document that lies in no folder. Broken files and references throw: they are no user's. */
export function memoryTree(files: MemoryFiles): ContractTree {
  const [entry = ""] = Object.keys(files);
  const documents = new Map(
    Object.entries(files).map(([file, content]) => [file, documentOf(file, content)]),
  );
  const sources = sourcesOf(documents);
  const scans = new Map<string, ScannedFile>();
  for (const [file, { value }] of documents) scans.set(file, scan(value));
  const resolver = createResolver({ document: sources.document, exists: sources.exists, scans });
  for (const [file, { refs }] of scans) {
    for (const { pointer, ref } of refs) {
      const target = resolver.resolve({ file, pointer, value: undefined }, ref);
      if ("kind" in target) throw new Error(`${file}#${pointer}: ${ref}: ${target.reason}`);
    }
  }
  const value = documents.get(entry)?.value;
  const kind = kindOf(value);
  return {
    kind,
    version: kind === "schema" || !isObject(value) ? "" : String(value[kind]),
    root: { file: entry, pointer: "", value },
    resolver,
    deref: resolver.deref,
    dialect: dialectOf(value),
    sources,
  };
}

/** A tree around a value that is nested too deep to be scanned level by level; its references start at its root. */
export function memoryTreeUnscanned(value: unknown): ContractTree {
  const documents = new Map([["schema.json", documentOf("schema.json", value)]]);
  const sources = sourcesOf(documents);
  const resolver = createResolver({
    document: sources.document,
    exists: sources.exists,
    scans: new Map(),
  });
  return {
    kind: "schema",
    version: "",
    root: { file: "schema.json", pointer: "", value },
    resolver,
    deref: resolver.deref,
    dialect: "2020-12",
    sources,
  };
}

function documentOf(file: string, content: unknown): SourceDocument {
  if (typeof content !== "string")
    return { file, text: "", value: content, spanOf: () => ({ file, ...start }) };
  const [document, problems] = parseSource(file, content);
  if (document === null) throw new Error(problems.map(({ message }) => message).join("\n"));
  return document;
}

const start = { line: 1, column: 1, endLine: 1, endColumn: 2 };

function sourcesOf(documents: ReadonlyMap<string, SourceDocument>): SourceLoader {
  const document = (file: string) => documents.get(file) ?? null;
  return {
    root: "/",
    text: (file) => document(file)?.text ?? null,
    load: document,
    exists: (file) => document(file) !== null,
    document,
    spanOf: ({ file, pointer }, part) => document(file)?.spanOf(pointer, part) ?? null,
    addProtoPositions: () => {},
    files: () => [...documents.keys()],
    inputs: () => [],
    diagnostics: () => [],
  };
}

function kindOf(value: unknown): ContractTree["kind"] {
  if (!isObject(value)) return "schema";
  return "openapi" in value ? "openapi" : "asyncapi" in value ? "asyncapi" : "schema";
}

function dialectOf(value: unknown): SchemaDialect {
  switch (kindOf(value)) {
    case "openapi":
      return isObject(value) && String(value.openapi).startsWith("3.0.")
        ? "openapi-3.0"
        : "2020-12";
    case "asyncapi":
      return "draft-07";
    case "schema":
      return isObject(value) && String(value.$schema ?? "").includes("draft-07")
        ? "draft-07"
        : "2020-12";
  }
}
