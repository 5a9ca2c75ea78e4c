import { levelOf } from "../../../findings/rule.ts";
import type { SourceDocument } from "../../../load/document.ts";
import { createResolver } from "../../../load/reference.ts";
import { scan } from "../../../load/scan.ts";
import type { SourceLoader } from "../../../load/sources.ts";
import type { ContractTree, SchemaDialect } from "../../tree.ts";
import { createSchemaComparer, type SchemaUse } from "../compare-schemas.ts";
import { kindInfo, levelsOf } from "../kinds.ts";

/** A tree of one JSON Schema that is given as a value. */
export function schemaTree(value: unknown, dialect: SchemaDialect = "2020-12"): ContractTree {
  const file = "schema.json";
  const spanOf = () => ({ file, line: 1, column: 1, endLine: 1, endColumn: 2 });
  const source: SourceDocument = { file, text: "", value, spanOf };
  const document = (name: string) => (name === file ? source : null);
  const exists = (name: string) => name === file;
  const resolver = createResolver({ document, exists, scans: new Map([[file, scan(value)]]) });
  const sources: SourceLoader = {
    root: "/",
    text: () => null,
    document,
    load: document,
    exists,
    spanOf,
    addProtoPositions: () => {},
    files: () => [file],
    inputs: () => [],
    diagnostics: () => [],
  };
  return {
    kind: "schema",
    version: "",
    root: { file, pointer: "", value },
    resolver,
    deref: resolver.deref,
    dialect,
    sources,
  };
}

/** Dialects of the two sides; 2020-12 where nothing is said. */
export interface CompareOptions extends SchemaUse {
  readonly old?: SchemaDialect;
  readonly now?: SchemaDialect;
}

/** `level kind path: message` of every change between two schemas. */
export function compareValues(
  old: unknown,
  now: unknown,
  { role, old: oldDialect, now: nowDialect, ...use }: CompareOptions,
): readonly string[] {
  const [before, after] = [schemaTree(old, oldDialect), schemaTree(now, nowDialect)];
  const comparer = createSchemaComparer(before, after);
  return comparer.compare(before.root, after.root, { role, ...use }).map((change) => {
    const rule = { title: "", level: levelsOf(kindInfo(change.kind)), why: "", fix: "" };
    const path = change.path.join(" › ");
    return `${levelOf(rule, role)} ${change.kind} ${path}: ${change.message}`;
  });
}
