import type { JsonSchemaObject } from "../../model/model.ts";
import { declaredTypes, literalsOf } from "../keywords.ts";
import { emitArray, hasArrayKeywords } from "./arrays.ts";
import { oneOf } from "./expected.ts";
import { emitObject, hasObjectKeywords } from "./objects.ts";
import { emitNumber, emitString, hasNumberKeywords, hasStringKeywords } from "./scalars.ts";
import { type EmitSchema, emitFail, type Site } from "./state.ts";

/** One way a value can go on, and what follows (null: nothing). */
export interface Case {
  readonly condition: string;
  /** Conditions that all hold where `condition` does not. */
  readonly negation: readonly string[];
  readonly body: (() => void) | null;
}

/** Emits `if … else if …` over exclusive cases; `refuse` is for values that are in none. */
export function emitCases(cases: readonly Case[], site: Site, refuse: (() => void) | null): void {
  const { printer } = site.emission;
  const telling = cases.filter(({ body }) => body !== null);
  const silent = cases.filter(({ body }) => body === null).flatMap(({ negation }) => negation);
  const [first] = telling;
  if (refuse !== null && first !== undefined && cases.length === 1) {
    printer.when(first.negation, refuse);
    printer.otherwise([], () => first.body?.());
    return;
  }
  telling.forEach(({ condition, body }, index) => {
    if (index === 0) printer.when([condition], () => body?.());
    else printer.otherwise([condition], () => body?.());
  });
  if (refuse === null) return;
  if (telling.length > 0) printer.otherwise(silent, refuse);
  else printer.when(silent, refuse);
}

/** Condition and negation of a JSON type, narrowing an `unknown` for the compiler. */
export function typeCase(type: string, site: Site, body: (() => void) | null): Case {
  const { target, emission } = site;
  const { value } = target;
  switch (type) {
    case "null":
      return { condition: `${value} === null`, negation: [`${value} !== null`], body };
    case "array":
      return {
        condition: `Array.isArray(${value})`,
        negation: [`!Array.isArray(${value})`],
        body,
      };
    case "object": {
      const condition = `${emission.imports.runtimeValue("isObject")}(${value})`;
      return { condition, negation: [`!${condition}`], body };
    }
    case "integer":
    case "number": {
      const test = `Number.${type === "integer" ? "isInteger" : "isFinite"}(${value})`;
      if (body === null) return { condition: test, negation: [`!${test}`], body };
      return {
        condition: `typeof ${value} === "number" && ${test}`,
        negation: [`typeof ${value} !== "number" || !${test}`],
        body,
      };
    }
    default:
      return {
        condition: `typeof ${value} === ${JSON.stringify(type)}`,
        negation: [`typeof ${value} !== ${JSON.stringify(type)}`],
        body,
      };
  }
}

const allTypes = ["object", "array", "string", "number"];

/** Emits `type` and every keyword that applies to one JSON type. */
export function emitTypes(schema: JsonSchemaObject, site: Site, emitSchema: EmitSchema): void {
  // `const` and `enum` are filtered by `type` beforehand, which leaves it nothing to say.
  const types = literalsOf(schema) === undefined ? declaredTypes(schema) : undefined;
  const cases = (types ?? allTypes).map((type) =>
    typeCase(type, site, bodyOf(type, schema, site, emitSchema)),
  );
  if (types === undefined) {
    emitCases(
      cases.filter(({ body }) => body !== null),
      site,
      null,
    );
  } else {
    emitCases(cases, site, () => emitFail(site, "type", typeWords(types, schema)));
  }
}

function typeWords(types: readonly string[], schema: JsonSchemaObject): string {
  const [only] = types;
  return types.length === 1 && only === "string" && typeof schema.format === "string"
    ? `string in the format ${schema.format}`
    : oneOf(types);
}

function bodyOf(
  type: string,
  schema: JsonSchemaObject,
  site: Site,
  emitSchema: EmitSchema,
): (() => void) | null {
  switch (type) {
    case "string":
      return hasStringKeywords(schema) ? () => emitString(schema, site) : null;
    case "number":
    case "integer":
      return hasNumberKeywords(schema) ? () => emitNumber(schema, site) : null;
    case "array":
      return hasArrayKeywords(schema) ? () => emitArray(schema, site, emitSchema) : null;
    case "object":
      return hasObjectKeywords(schema) ? () => emitObject(schema, site, emitSchema) : null;
    default:
      return null;
  }
}
