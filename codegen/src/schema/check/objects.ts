import { propertyAccess, stringLiteral } from "../../emit/literals.ts";
import { list } from "../../emit/printer.ts";
import type { JsonSchema, JsonSchemaObject } from "../../model/model.ts";
import { numberOf, schemaMapOf, schemaOf, stringsOf } from "../keywords.ts";
import { compilePattern } from "../pattern.ts";
import { constrains, refusesMissing } from "./constraints.ts";
import { count, expectedOf } from "./expected.ts";
import {
  type EmitSchema,
  emitFail,
  emitFailIf,
  freshName,
  hoist,
  memberTarget,
  type Site,
} from "./state.ts";
import { emitAliased } from "./tests.ts";

const objectKeywords = [
  "properties",
  "required",
  "additionalProperties",
  "patternProperties",
  "propertyNames",
  "minProperties",
  "maxProperties",
  "dependentRequired",
  "dependentSchemas",
];

/** Whether a schema says more of an object than its type. */
export function hasObjectKeywords(schema: JsonSchemaObject): boolean {
  return constrains(schema, objectKeywords);
}

/** Checks of a value that is known to be an object. */
export function emitObject(schema: JsonSchemaObject, site: Site, emitSchema: EmitSchema): void {
  const required = stringsOf(schema.required);
  const properties = schemaMapOf(schema, "properties");
  const named = new Set(properties.map(([name]) => name));
  for (const [name, property] of properties) {
    emitProperty({ name, schema: property, required: required.includes(name) }, site, emitSchema);
  }
  for (const name of required) {
    if (!named.has(name)) emitProperty({ name, schema: true, required: true }, site, emitSchema);
  }
  emitSize(schema, site);
  emitKeys(schema, site, emitSchema);
  emitDependencies(schema, site, emitSchema);
}

interface Property {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

function emitProperty(
  { name, schema, required }: Property,
  site: Site,
  emitSchema: EmitSchema,
): void {
  const { emission, target } = site;
  const { printer } = emission;
  const isConstrained = constrains(schema);
  if (!required && !isConstrained) return;
  const value = freshName(emission, name);
  printer.line(`const ${value} = ${readProperty(target.value, name)};`);
  const member: Site = { ...site, target: memberTarget(target, name, value) };
  const check = () => emitSchema(schema, member);
  if (!required) {
    printer.when([`${value} !== undefined`], check);
    return;
  }
  if (refusesMissing(schema, emission.imports.scope)) {
    check();
    return;
  }
  const expected = expectedOf(schema, emission.imports.scope);
  printer.when([`${value} === undefined`], () => emitFail(member, "required", expected));
  if (isConstrained) printer.otherwise([], check);
}

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Reads an own property; names that every object inherits need a look at who owns them. */
export function readProperty(object: string, name: string): string {
  const access = `${object}${propertyAccess(name)}`;
  if (!inherited.has(name)) return access;
  return `Object.hasOwn(${object}, ${stringLiteral(name)}) ? ${access} : undefined`;
}

function emitSize(schema: JsonSchemaObject, site: Site): void {
  const { imports } = site.emission;
  const size = () => `${imports.runtimeValue("countProperties")}(${site.target.value})`;
  const least = numberOf(schema, "minProperties") ?? 0;
  if (least > 0) {
    const expected = `object of at least ${count(least, "property")}`;
    emitFailIf(site, [`${size()} < ${least}`], "minProperties", expected);
  }
  const most = numberOf(schema, "maxProperties");
  if (most !== undefined) {
    const expected = `object of at most ${count(most, "property")}`;
    emitFailIf(site, [`${size()} > ${most}`], "maxProperties", expected);
  }
}

/** Emits the keywords that look at every key. */
function emitKeys(schema: JsonSchemaObject, site: Site, emitSchema: EmitSchema): void {
  const names = schemaOf(schema, "propertyNames");
  const patterns = schemaMapOf(schema, "patternProperties");
  const additional = schemaOf(schema, "additionalProperties");
  const checksAdditional = additional !== undefined && constrains(additional);
  const checksNames = names !== undefined && constrains(names);
  const checkedPatterns = patterns.filter(([, member]) => constrains(member));
  if (!checksAdditional && !checksNames && checkedPatterns.length === 0) return;
  const isUnknown = (key: string) => [
    ...notAmong(
      key,
      schemaMapOf(schema, "properties").map(([name]) => name),
      site,
    ),
    ...patterns.map(([pattern]) => `!${patternTest(pattern, key, site)}`),
  ];
  // Known names are passed over before their value is read: that is most of them, most of the time.
  const skipsKnown = !checksNames && checkedPatterns.length === 0;
  emitKeyLoop(site, skipsKnown ? isUnknown : () => [], (key, member) => {
    const { emission } = site;
    if (checksNames) {
      const alias = freshName(emission, "name");
      emission.printer.line(`const ${alias}: unknown = ${key};`);
      emitSchema(names, { ...member, target: { ...member.target, value: alias } });
    }
    for (const [pattern, value] of checkedPatterns) {
      emission.printer.when([patternTest(pattern, key, site)], () => emitSchema(value, member));
    }
    if (!checksAdditional) return;
    const conditions = skipsKnown ? [] : isUnknown(key);
    const check = () =>
      additional === false
        ? emitFail(member, "additionalProperties", "no such property")
        : emitSchema(additional, member);
    if (conditions.length === 0) check();
    else emission.printer.when(conditions, check);
  });
}

/**
 * Emits a loop over the own members of the site's object. `conditions` on the key must all hold, or the
 * member is passed over.
 */
export function emitKeyLoop(
  site: Site,
  conditions: (key: string) => readonly string[],
  body: (key: string, member: Site) => void,
): void {
  const { emission, target } = site;
  const { printer, imports } = emission;
  const key = freshName(emission, "key");
  const value = freshName(emission, "member");
  const pointer = `${target.pointer}/\${${imports.runtimeValue("pointerToken")}(${key})}`;
  const visit = () => {
    if (site.mode.kind === "report") {
      printer.line(`if (violations.length >= ${imports.runtimeValue("maxViolations")}) break;`);
    }
    const read = `Object.hasOwn(${target.value}, ${key}) ? ${target.value}[${key}] : undefined`;
    printer.line(`const ${value} = ${read};`);
    printer.line(`if (${value} === undefined) continue;`);
    body(key, { ...site, target: { value, pointer } });
  };
  printer.block(`for (const ${key} in ${target.value})`, () => {
    const wanted = conditions(key);
    if (wanted.length === 0) visit();
    else printer.when(wanted, visit);
  });
}

const listedNames = 12;

/** Conditions that hold for a key that is none of the names. */
export function notAmong(key: string, names: readonly string[], site: Site): readonly string[] {
  if (names.length <= listedNames) return names.map((name) => `${key} !== ${stringLiteral(name)}`);
  const items = list("new Set([", names.map(stringLiteral), "])", 40);
  return [`!${hoist(site.emission, "names", items)}.has(${key})`];
}

/** The condition that a key matches a pattern. */
export function patternTest(pattern: string, key: string, site: Site): string {
  return `${hoist(site.emission, "pattern", compilePattern(pattern).literal)}.test(${key})`;
}

function emitDependencies(schema: JsonSchemaObject, site: Site, emitSchema: EmitSchema): void {
  const { emission, target } = site;
  const { dependentRequired } = schema;
  const lists =
    typeof dependentRequired === "object" ? Object.entries(dependentRequired ?? {}) : [];
  for (const [name, needed] of lists) {
    for (const other of stringsOf(needed)) {
      const conditions = [present(target.value, name), absent(target.value, other)];
      emitFailIf(site, conditions, "dependentRequired", `object with ${other} beside ${name}`);
    }
  }
  for (const [name, dependent] of schemaMapOf(schema, "dependentSchemas")) {
    if (!constrains(dependent)) continue;
    emission.printer.when([present(target.value, name)], () =>
      emitAliased(dependent, site, emitSchema),
    );
  }
}

/** The condition that an object has a member. */
export function present(object: string, name: string): string {
  if (inherited.has(name)) return `Object.hasOwn(${object}, ${stringLiteral(name)})`;
  return `${object}${propertyAccess(name)} !== undefined`;
}

function absent(object: string, name: string): string {
  if (inherited.has(name)) return `!Object.hasOwn(${object}, ${stringLiteral(name)})`;
  return `${object}${propertyAccess(name)} === undefined`;
}
