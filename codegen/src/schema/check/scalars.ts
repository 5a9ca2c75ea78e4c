import { stringLiteral } from "../../emit/literals.ts";
import { list } from "../../emit/printer.ts";
import type { JsonSchemaObject } from "../../model/model.ts";
import { declaredTypes, numberOf } from "../keywords.ts";
import { compilePattern } from "../pattern.ts";
import { count, oneOf } from "./expected.ts";
import { emitFail, emitFailIf, hoist, type Site } from "./state.ts";

/** Formats of strings that are asserted, with the runtime function that does it. Others are annotations. */
export const stringFormats: Readonly<Record<string, string>> = {
  uuid: "isUuid",
  "date-time": "isDateTime",
  date: "isDate",
  time: "isTime",
  duration: "isDuration",
  email: "isEmail",
  hostname: "isHostname",
  ipv4: "isIpv4",
  ipv6: "isIpv6",
  uri: "isUri",
  "uri-reference": "isUriReference",
  "uri-template": "isUriTemplate",
  regex: "isRegex",
  "json-pointer": "isJsonPointer",
  "relative-json-pointer": "isRelativeJsonPointer",
  byte: "isBase64",
};

/** Whether a schema says more of a string than its type. */
export function hasStringKeywords(schema: JsonSchemaObject): boolean {
  return (
    numberOf(schema, "minLength") !== undefined ||
    numberOf(schema, "maxLength") !== undefined ||
    typeof schema.pattern === "string" ||
    (typeof schema.format === "string" && Object.hasOwn(stringFormats, schema.format))
  );
}

/** Checks of a value that is known to be a string. */
export function emitString(schema: JsonSchemaObject, site: Site): void {
  const { emission, target } = site;
  const { value } = target;
  const length = () => `${emission.imports.runtimeValue("codePointLength")}(${value})`;
  const least = numberOf(schema, "minLength") ?? 0;
  if (least > 0) {
    // Code units bound code points from both sides, so most strings need no count.
    const conditions =
      least <= 1
        ? [`${value}.length < ${least}`]
        : [`${value}.length < ${least * 2}`, `${length()} < ${least}`];
    emitFailIf(site, conditions, "minLength", `string of at least ${count(least, "character")}`);
  }
  const most = numberOf(schema, "maxLength");
  if (most !== undefined) {
    const conditions = [`${value}.length > ${most}`, `${length()} > ${most}`];
    emitFailIf(site, conditions, "maxLength", `string of at most ${count(most, "character")}`);
  }
  if (typeof schema.pattern === "string") {
    const { literal } = compilePattern(schema.pattern);
    const name = hoist(emission, "pattern", literal);
    emitFailIf(site, [`!${name}.test(${value})`], "pattern", `string matching ${schema.pattern}`);
  }
  const format = typeof schema.format === "string" ? schema.format : "";
  const check = Object.hasOwn(stringFormats, format) ? stringFormats[format] : undefined;
  if (check !== undefined) {
    const condition = `!${emission.imports.runtimeValue(check)}(${value})`;
    emitFailIf(site, [condition], "format", `string in the format ${format}`);
  }
}

const numberKeywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

/** Whether a schema says more of a number than its type. */
export function hasNumberKeywords(schema: JsonSchemaObject): boolean {
  return (
    numberKeywords.some((keyword) => numberOf(schema, keyword) !== undefined) ||
    schema.format === "int32" ||
    isFractionalInt64(schema)
  );
}

/** Whether `int64` has something to say: beside `type: integer` it has not. */
function isFractionalInt64(schema: JsonSchemaObject): boolean {
  return schema.format === "int64" && declaredTypes(schema)?.includes("integer") !== true;
}

/** Checks of a value that is known to be a number. */
export function emitNumber(schema: JsonSchemaObject, site: Site): void {
  const { emission, target } = site;
  const { value } = target;
  const limits = [
    ["minimum", "<", "at least"],
    ["exclusiveMinimum", "<=", "greater than"],
    ["maximum", ">", "at most"],
    ["exclusiveMaximum", ">=", "less than"],
  ] as const;
  for (const [keyword, operator, words] of limits) {
    const limit = numberOf(schema, keyword);
    if (limit === undefined) continue;
    emitFailIf(site, [`${value} ${operator} ${limit}`], keyword, `number ${words} ${limit}`);
  }
  const step = numberOf(schema, "multipleOf");
  if (step !== undefined) {
    const condition = Number.isInteger(step)
      ? `${value} % ${step} !== 0`
      : `!${emission.imports.runtimeValue("isMultipleOf")}(${value}, ${step})`;
    emitFailIf(site, [condition], "multipleOf", `multiple of ${step}`);
  }
  if (schema.format === "int32") {
    const condition = `!${emission.imports.runtimeValue("isInt32")}(${value})`;
    emitFailIf(site, [condition], "format", "32-bit integer");
  }
  if (isFractionalInt64(schema)) {
    emitFailIf(site, [`!Number.isInteger(${value})`], "format", "integer");
  }
}

const listedLiterals = 8;

/** Checks that the value is one of the given ones. */
export function emitLiterals(literals: readonly unknown[], site: Site, keyword: string): void {
  const { emission, target } = site;
  const words = literals.map((value) => JSON.stringify(value));
  const expected = words.length === 0 ? "no value" : oneOf(words);
  const scalars = literals.filter((value) => typeof value !== "object" || value === null);
  const conditions = literals
    .filter((value) => typeof value === "object" && value !== null)
    .map((value) => {
      const name = hoist(emission, "value", `JSON.parse(${stringLiteral(JSON.stringify(value))})`);
      return `!${emission.imports.runtimeValue("deepEqual")}(${target.value}, ${name})`;
    });
  if (scalars.length > listedLiterals) {
    const items = list("new Set<unknown>([", scalars.map(scalarText), "])", 40);
    const name = hoist(emission, "values", items);
    conditions.unshift(`!${name}.has(${target.value})`);
  } else {
    conditions.unshift(...scalars.map((value) => `${target.value} !== ${scalarText(value)}`));
  }
  if (conditions.length === 0) emitFail(site, keyword, expected);
  else emitFailIf(site, conditions, keyword, expected);
}

function scalarText(value: unknown): string {
  return typeof value === "string"
    ? stringLiteral(value)
    : Object.is(value, -0)
      ? "0"
      : String(value);
}
