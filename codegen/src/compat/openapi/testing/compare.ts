import type { Change } from "../../change.ts";
import {
  createSchemaComparer,
  type SchemaChange,
  type SchemaComparer,
  type SchemaUse,
} from "../../schema/compare-schemas.ts";
import { treeOf } from "../../sources/testing/tree-of.ts";
import { compareOpenapi } from "../compare-openapi.ts";

/** What the comparer of schemas was asked: the places of both schemas and what for. */
export interface Asked extends SchemaUse {
  readonly old: string | null;
  readonly now: string | null;
}

/** The changes between two documents apart from those inside schemas, and what was asked about schemas. */
export function compareValues(
  old: unknown,
  now: unknown,
  found: readonly SchemaChange[] = [],
): { readonly changes: readonly Change[]; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const schemas: SchemaComparer = {
    compare: (before, after, use) => {
      asked.push({ ...use, old: before?.pointer ?? null, now: after?.pointer ?? null });
      return found;
    },
  };
  const trees = [treeOf(old, "openapi.json"), treeOf(now, "openapi.json")] as const;
  return { changes: compareOpenapi(...trees, schemas, { today: "2026-06-01" }), asked };
}

/** Every change between two documents, those inside schemas too. */
export function compareWhole(old: unknown, now: unknown): readonly Change[] {
  const trees = [treeOf(old, "openapi.json"), treeOf(now, "openapi.json")] as const;
  return compareOpenapi(...trees, createSchemaComparer(...trees), { today: "2026-06-01" });
}

/** The changes between two documents as `rule path`. */
export function linesOf(old: unknown, now: unknown): readonly string[] {
  return compareValues(old, now).changes.map(({ rule, path }) => `${rule.slice(8)} ${path}`);
}

/** An OpenAPI document of the given paths and other members. */
export function documentOf(paths: unknown, others: object = {}): object {
  return { openapi: "3.1.0", info: { title: "Shop", version: "1" }, paths, ...others };
}

/** A document of the one operation `POST /orders`. */
export function operationOf(operation: object, others: object = {}): object {
  return documentOf({ "/orders": { post: { responses: {}, ...operation } } }, others);
}
