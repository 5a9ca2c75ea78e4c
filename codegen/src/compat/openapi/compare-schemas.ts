import { child, type Located } from "../../load/reference.ts";
import type { Change, Place } from "../change.ts";
import type { SchemaChange } from "../schema/compare-schemas.ts";
import type { ContractTree } from "../tree.ts";
import { memberPlace, type Pair } from "./read/located.ts";
import { roleOf, type Scope, toChange } from "./scope.ts";

/** Where two schemas stand. */
export interface SchemaPlace {
  /** Names the rules: `openapi/<surface>-<kind>`. */
  readonly surface: "request" | "response" | "parameter" | "header";
  readonly direction: "request" | "response";
  readonly at: readonly string[];
}

/** Changes between the `schema` members of two media types, parameters or headers. */
export function compareSchemas(
  scope: Scope,
  { old, now }: Pair,
  place: SchemaPlace,
): readonly Change[] {
  const found = scope.schemas.compare(schemaIn(scope.old, old), schemaIn(scope.now, now), {
    role: roleOf(scope, place.direction),
    ...bodySurface(place.surface),
  });
  return found.map((item) =>
    schemaChange(scope, place, item, {
      old: memberPlace(old, "schema"),
      new: memberPlace(now, "schema"),
    }),
  );
}

/**
 * The schema of a holder; null: anything. A raw body is written as `type: string, format: binary` in OpenAPI 3.0 and
 * without a schema in 3.1, which is the same on the wire.
 */
function schemaIn(tree: ContractTree, holder: Located): Located | null {
  const schema = child(holder, "schema");
  if (schema.value === undefined) return null;
  const target = tree.deref(schema);
  return isRawBody(target?.value) ? null : schema;
}

function isRawBody(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { type, format } = value as { readonly type?: unknown; readonly format?: unknown };
  return type === "string" && format === "binary";
}

function schemaChange(
  scope: Scope,
  { surface, direction, at }: SchemaPlace,
  { kind, path, message, old, new: now, detail }: SchemaChange,
  holder: { readonly old: Place | null; readonly new: Place | null },
): Change {
  return toChange(scope, `openapi/${surface}-${kind}`, {
    message,
    at: [...at, ...path],
    old: old ?? holder.old,
    new: now ?? holder.new,
    direction,
    ...(detail === undefined ? {} : { detail }),
  });
}

/** Only bodies leave out what is read-only or write-only. */
function bodySurface(surface: SchemaPlace["surface"]): {
  readonly surface?: "request" | "response";
} {
  switch (surface) {
    case "request":
    case "response":
      return { surface };
    case "parameter":
    case "header":
      return {};
  }
}
