import { append, isObject } from "../load/pointer.ts";
import type { SchemaId } from "./model.ts";
import { forEachRef } from "./name-schemas.ts";
import type { SchemaRegistry } from "./schema-registry.ts";

/** Keywords whose schema counts for the same value. */
const sameValue = ["allOf", "anyOf", "oneOf", "if", "then", "else"];
/** Keywords whose schemas count for items, and for members of any name. */
const everyItem = ["items", "prefixItems", "contains", "unevaluatedItems"];
const everyMember = ["additionalProperties", "unevaluatedProperties"];

/**
 * Places of a schema that are marked `x-berrys-sensitive`, contract order: RFC 6901 pointers in which `*` stands for
 * every item of an array and every member of an object. Where a schema contains itself, everything below counts, since
 * no list of pointers could end. Places inside another one are left out.
 */
export function sensitivePointers(schemas: SchemaRegistry, id: SchemaId): readonly string[] {
  const leads = leadingTo(schemas, id);
  const found = new Set<string>();
  const visit = (schema: unknown, at: string, seen: ReadonlySet<string>): void => {
    if (Array.isArray(schema)) for (const part of schema) visit(part, at, seen);
    if (!isObject(schema)) return;
    if (schema["x-berrys-sensitive"] === true) found.add(at);
    const ref = schema.$ref;
    if (typeof ref === "string" && leads.has(ref)) {
      if (seen.has(ref)) found.add(at);
      else visit(schemas.get(ref)?.schema, at, new Set([...seen, ref]));
    }
    for (const key of sameValue) visit(schema[key], at, seen);
    for (const part of membersOf(schema.dependentSchemas)) visit(part, at, seen);
    for (const key of [...everyItem, ...everyMember]) visit(schema[key], `${at}/*`, seen);
    for (const part of membersOf(schema.patternProperties)) visit(part, `${at}/*`, seen);
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      visit(property, append(at, name), seen);
    }
  };
  visit({ $ref: id }, "", new Set());
  return [...found].filter((place) => ![...found].some((other) => isInside(place, other)));
}

function membersOf(value: unknown): readonly unknown[] {
  return isObject(value) ? Object.values(value) : [];
}

/** Whether one place lies within another. */
function isInside(place: string, outer: string): boolean {
  if (place === outer) return false;
  const tokens = place.split("/");
  const around = outer.split("/");
  return (
    around.length <= tokens.length &&
    around.every((token, index) => token === "*" || token === tokens[index])
  );
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
