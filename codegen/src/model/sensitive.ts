import { append, isObject } from "../load/pointer.ts";
import type { SchemaId } from "./model.ts";
import { forEachRef } from "./name-schemas.ts";
import type { SchemaRegistry } from "./schema-registry.ts";

/**
 * Pointers to the properties of a schema that are marked `x-berrys-sensitive`, contract order. Inside an array the
 * whole array counts, since a pointer names one item; a recursive schema is followed once.
 */
export function sensitivePointers(schemas: SchemaRegistry, id: SchemaId): readonly string[] {
  const leads = leadingTo(schemas, id);
  const found = new Set<string>();
  const visit = (
    schema: unknown,
    at: string,
    inArray: boolean,
    seen: ReadonlySet<string>,
  ): void => {
    if (!isObject(schema)) return;
    if (schema["x-berrys-sensitive"] === true) found.add(at);
    const ref = schema.$ref;
    if (typeof ref === "string" && leads.has(ref) && !seen.has(ref)) {
      visit(schemas.get(ref)?.schema, at, inArray, new Set([...seen, ref]));
    }
    for (const part of ["allOf", "anyOf", "oneOf"].flatMap((key) => schema[key] ?? [])) {
      visit(part, at, inArray, seen);
    }
    visit(schema.items, at, true, seen);
    const properties = isObject(schema.properties) ? schema.properties : {};
    for (const [name, property] of Object.entries(properties)) {
      visit(property, inArray ? at : append(at, name), inArray, seen);
    }
  };
  visit({ $ref: id }, "", false, new Set());
  return [...found];
}

/** The schemas from which a marked one can be reached: all others, usually every one, need no walk. */
function leadingTo(schemas: SchemaRegistry, id: SchemaId): ReadonlySet<SchemaId> {
  const users = new Map<SchemaId, Set<SchemaId>>();
  const reached = new Set([id]);
  const marked: SchemaId[] = [];
  for (const next of reached) {
    const schema = schemas.get(next)?.schema ?? true;
    if (JSON.stringify(schema).includes('"x-berrys-sensitive":true')) marked.push(next);
    forEachRef(schema, (target) => {
      reached.add(target);
      users.set(target, (users.get(target) ?? new Set()).add(next));
    });
  }
  const leads = new Set(marked);
  for (const next of leads) for (const user of users.get(next) ?? []) leads.add(user);
  return leads;
}
