import { stringLiteral } from "../../emit/literals.ts";
import type { JsonSchema, JsonSchemaObject, SchemaId } from "../../model/model.ts";
import { schemaMapOf, schemaOf, schemasOf } from "../keywords.ts";
import type { SchemaScope } from "../scope.ts";
import { emitItemLoop } from "./arrays.ts";
import { constrains } from "./constraints.ts";
import { emitKeyLoop, patternTest, present } from "./objects.ts";
import { type EmitSchema, emitFail, freshName, type Site } from "./state.ts";
import { emitTest } from "./tests.ts";
import { typeCase } from "./types.ts";

/** What one subschema evaluates of the value, under the conditions that it applies. */
interface Evaluated {
  /** Names of flags that must hold, `!` before those that must not. */
  readonly conditions: readonly string[];
  /** The subschema, whose own keywords evaluate members or items. */
  readonly schema: JsonSchemaObject;
}

/** Emits `unevaluatedProperties`: members that neither the schema nor any applying subschema looked at. */
export function emitUnevaluatedProperties(
  schema: JsonSchemaObject,
  site: Site,
  emitSchema: EmitSchema,
): void {
  const unevaluated = schemaOf(schema, "unevaluatedProperties");
  if (unevaluated === undefined || !constrains(unevaluated)) return;
  const { printer } = site.emission;
  const isObject = typeCase("object", site, null);
  printer.when([isObject.condition], () => {
    const found = collect(schema, { site, emitSchema, keywords: evaluatingProperties });
    emitKeyLoop(
      site,
      () => [],
      (key, member) => {
        const tests = found.flatMap(({ conditions, schema: part }) => {
          const known = knownNames(part, key, site, part === schema);
          if (known.length === 0) return [];
          const either = known.length === 1 ? known.join("") : `(${known.join(" || ")})`;
          return [[...conditions, either].join(" && ")];
        });
        for (const test of tests) printer.line(`if (${test}) continue;`);
        if (unevaluated === false) emitFail(member, "unevaluatedProperties", "no such property");
        else emitSchema(unevaluated, member);
      },
    );
  });
}

function knownNames(
  schema: JsonSchemaObject,
  key: string,
  site: Site,
  isOwn: boolean,
): readonly string[] {
  const all =
    schema.additionalProperties !== undefined ||
    (!isOwn && schema.unevaluatedProperties !== undefined);
  if (all) return ["true"];
  return [
    ...schemaMapOf(schema, "properties").map(([name]) => `${key} === ${stringLiteral(name)}`),
    ...schemaMapOf(schema, "patternProperties").map(([pattern]) => patternTest(pattern, key, site)),
  ];
}

/** Emits `unevaluatedItems`: items past those that the schema and its applying subschemas looked at. */
export function emitUnevaluatedItems(
  schema: JsonSchemaObject,
  site: Site,
  emitSchema: EmitSchema,
): void {
  const unevaluated = schemaOf(schema, "unevaluatedItems");
  if (unevaluated === undefined || !constrains(unevaluated)) return;
  const { emission, target } = site;
  const { printer } = emission;
  printer.when([`Array.isArray(${target.value})`], () => {
    const evaluated = freshName(emission, "evaluated");
    const found = collect(schema, { site, emitSchema, keywords: evaluatingItems });
    printer.line(`let ${evaluated} = 0;`);
    for (const { conditions, schema: part } of found) {
      const known = knownItems(part, target.value, part === schema);
      if (known === "0") continue;
      const update = `${evaluated} = Math.max(${evaluated}, ${known});`;
      printer.line(conditions.length === 0 ? update : `if (${conditions.join(" && ")}) ${update}`);
    }
    emitItemLoop(site, evaluated, (item) => {
      if (unevaluated === false) emitFail(item, "unevaluatedItems", "no such item");
      else emitSchema(unevaluated, item);
    });
  });
}

function knownItems(schema: JsonSchemaObject, value: string, isOwn: boolean): string {
  const all = schema.items !== undefined || (!isOwn && schema.unevaluatedItems !== undefined);
  return all ? `${value}.length` : String(schemasOf(schema, "prefixItems").length);
}

const evaluatingProperties = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
];
const evaluatingItems = ["prefixItems", "items", "unevaluatedItems"];

/** Whether a schema, or any schema it applies to the same value, has one of the keywords. */
function evaluates(
  schema: JsonSchema | undefined,
  keywords: readonly string[],
  scope: SchemaScope,
  seen: Set<SchemaId> = new Set(),
): boolean {
  if (schema === undefined || typeof schema === "boolean") return false;
  if (keywords.some((keyword) => schema[keyword] !== undefined)) return true;
  const { $ref } = schema;
  if ($ref !== undefined && !seen.has($ref)) {
    seen.add($ref);
    if (evaluates(scope.resolve($ref).schema, keywords, scope, seen)) return true;
  }
  return [
    ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => schemasOf(schema, keyword)),
    ...["if", "then", "else"].map((keyword) => schemaOf(schema, keyword)),
    ...schemaMapOf(schema, "dependentSchemas").map(([, part]) => part),
  ].some((part) => evaluates(part, keywords, scope, seen));
}

/** What to look for in the subschemas of the same value. */
interface Search {
  readonly site: Site;
  readonly emitSchema: EmitSchema;
  /** Keywords that evaluate members or items. */
  readonly keywords: readonly string[];
}

/** Finds the subschemas of the same value, and emits a flag for each that applies only sometimes. */
function collect(
  schema: JsonSchema,
  search: Search,
  conditions: readonly string[] = [],
  seen: Set<SchemaId> = new Set(),
): readonly Evaluated[] {
  if (typeof schema === "boolean") return [];
  const { site, keywords } = search;
  const { scope } = site.emission.imports;
  const matters = (part: JsonSchema | undefined): part is JsonSchema =>
    evaluates(part, keywords, scope);
  const sometimes = (part: JsonSchema | undefined, condition: string) =>
    collect(part ?? true, search, [...conditions, condition], new Set(seen));
  const found: Evaluated[] = [{ conditions, schema }];
  // A schema that was met under the same conditions, or fewer, has nothing to add.
  if (schema.$ref !== undefined && !seen.has(schema.$ref)) {
    seen.add(schema.$ref);
    const target = scope.resolve(schema.$ref).schema;
    found.push(...collect(target, search, conditions, seen));
  }
  for (const part of schemasOf(schema, "allOf")) {
    found.push(...collect(part, search, conditions, seen));
  }
  for (const part of [...schemasOf(schema, "anyOf"), ...schemasOf(schema, "oneOf")]) {
    if (matters(part)) found.push(...sometimes(part, emitFlag(part, search)));
  }
  const [condition, positive, negative] = ["if", "then", "else"].map((keyword) =>
    schemaOf(schema, keyword),
  );
  if (condition !== undefined && [condition, positive, negative].some(matters)) {
    const flag = emitFlag(condition, search);
    found.push(...sometimes(condition, flag), ...sometimes(positive, flag));
    found.push(...sometimes(negative, `!${flag}`));
  }
  for (const [name, part] of schemaMapOf(schema, "dependentSchemas")) {
    if (matters(part)) found.push(...sometimes(part, emitPresence(name, site)));
  }
  return found;
}

function emitPresence(name: string, site: Site): string {
  const flag = freshName(site.emission, "present");
  const object = typeCase("object", site, null).condition;
  const test = present(site.target.value, name);
  site.emission.printer.line(`const ${flag} = ${object} && ${test};`);
  return flag;
}

function emitFlag(schema: JsonSchema, { site, emitSchema }: Search): string {
  const flag = freshName(site.emission, "applies");
  site.emission.printer.line(`let ${flag} = false;`);
  emitTest(schema, site, "differs", emitSchema, `${flag} = true;`);
  return flag;
}
