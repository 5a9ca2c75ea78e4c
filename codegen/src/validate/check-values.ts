import { Ajv2020, type ErrorObject, type Schema } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { append, isObject, member } from "../load/pointer.ts";
import type { Located } from "../load/reference.ts";
import type { JsonSchema } from "../model/model.ts";
import type { SchemaRegistry } from "../model/schema-registry.ts";
import { compilePattern } from "../schema/pattern.ts";

/** A value and the schema it should meet. */
export interface Check {
  readonly schema: JsonSchema;
  readonly value: unknown;
  readonly place: Located;
  /** As a message calls it, e.g. ``example of `project.created` ``. */
  readonly what: string;
}

/** A value that does not meet its schema. */
export interface Failure {
  readonly check: Check;
  /** Pointer into the value. */
  readonly pointer: string;
  /** A clause: ``must be string, but it is `3` ``. */
  readonly reason: string;
}

/** Checks compiled at once: one at a time repeats Ajv's set-up, all in one function makes its generator slow. */
const batchSize = 16;

/** Checks all values; the schemas they share are compiled once. */
export function checkValues(
  checks: readonly Check[],
  registry: SchemaRegistry,
): readonly Failure[] {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateSchema: false,
    logger: false,
    inlineRefs: false,
    code: { optimize: false, regExp: patternEngine },
  });
  addFormats.default(ajv);
  const link = createLinker(ajv, registry);
  const found: Failure[] = [];
  for (let start = 0; start < checks.length; start += batchSize) {
    const batch = checks.slice(start, start + batchSize);
    const validate = ajv.compile({ prefixItems: batch.map(({ schema }) => link(schema)) });
    if (!validate(batch.map(({ value }) => value)))
      found.push(...summarize(batch, validate.errors ?? []));
  }
  return found;
}

/** The same reading of patterns as in emitted code: with the `u` flag where they allow it. */
const patternEngine = Object.assign((pattern: string) => compilePattern(pattern).regex, {
  code: "compilePattern",
});

/** Adds schemas to Ajv under short names as they are met; their own ids are no URIs. */
function createLinker(ajv: Ajv2020, registry: SchemaRegistry): (schema: JsonSchema) => Schema {
  const names = new Map<string, string>();
  const waiting: string[] = [];
  const define = (id: string): string => {
    const name = names.get(id) ?? `s${names.size}`;
    if (!names.has(id)) waiting.push(id);
    names.set(id, name);
    return name;
  };
  const linkOne = (schema: JsonSchema): Schema =>
    typeof schema === "boolean" ? schema : relink(schema, define);
  return (schema) => {
    const linked = linkOne(schema);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      ajv.addSchema(linkOne(registry.get(id)?.schema ?? true), define(id));
    }
    return linked;
  };
}

const nameMaps: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
]);
const data: ReadonlySet<string> = new Set(["const", "enum", "required"]);
const dropped: ReadonlySet<string> = new Set(["discriminator", "default", "examples"]);

/** Turns ids into Ajv's names; the keywords of ours and of OpenAPI are left out. */
function relink(schema: object, define: (id: string) => string): Record<string, unknown> {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    return isObject(value) ? relink(value, define) : value;
  };
  const entries = Object.entries(schema).flatMap(([key, value]): (readonly [string, unknown])[] => {
    if (key === "$ref" && typeof value === "string") return [[key, define(value)]];
    if (dropped.has(key) || key.startsWith("x-")) return [];
    if (data.has(key)) return [[key, value]];
    if (nameMaps.has(key) && isObject(value)) {
      const members = Object.entries(value).map(([name, item]) => [name, visit(item)] as const);
      return [[key, Object.fromEntries(members)]];
    }
    return [[key, visit(value)]];
  });
  return Object.fromEntries(entries);
}

/** One failure a place. A failed alternative comes after the errors of all its branches and says it best. */
function summarize(checks: readonly Check[], errors: readonly ErrorObject[]): readonly Failure[] {
  const found = new Map<string, Failure>();
  for (const [at, error] of errors.entries()) {
    const isInner = errors
      .slice(at + 1)
      .some(
        ({ keyword, instancePath }) =>
          alternatives.has(keyword) && isInside(error.instancePath, instancePath),
      );
    const [, index = "", ...rest] = error.instancePath.split("/");
    const check = checks[Number(index)];
    if (check === undefined || isInner || found.has(error.instancePath)) continue;
    const pointer = rest.map((segment) => `/${segment}`).join("");
    const name = missingOrExtra(error);
    found.set(error.instancePath, {
      check,
      pointer: name !== null && error.keyword !== "required" ? append(pointer, name) : pointer,
      reason: reasonOf(error, valueAt(check.value, rest)),
    });
  }
  return [...found.values()];
}

const alternatives: ReadonlySet<string> = new Set(["anyOf", "oneOf", "if"]);

function isInside(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
}

function missingOrExtra({ params }: ErrorObject): string | null {
  const name: unknown = params.additionalProperty ?? params.unevaluatedProperty;
  return typeof name === "string" ? name : null;
}

function reasonOf({ keyword, params, message }: ErrorObject, value: unknown): string {
  if (keyword === "required") return `has no \`${String(params.missingProperty)}\``;
  if (keyword === "additionalProperties" || keyword === "unevaluatedProperties")
    return "is a property that the schema does not allow";
  if (keyword === "enum")
    return `must be one of ${JSON.stringify(params.allowedValues)}, but it is ${show(value)}`;
  if (keyword === "const")
    return `must be ${JSON.stringify(params.allowedValue)}, but it is ${show(value)}`;
  if (keyword === "type")
    return `must be ${[params.type].flat().join(" or ")}, but it is ${show(value)}`;
  return `${message ?? "is wrong"}, but it is ${show(value)}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}

function valueAt(value: unknown, segments: readonly string[]): unknown {
  return segments.reduce<unknown>(
    (current, segment) => member(current, segment.replaceAll("~1", "/").replaceAll("~0", "~")),
    value,
  );
}
