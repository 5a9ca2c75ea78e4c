import { isObject } from "../load/pointer.ts";
import { isPattern } from "./pattern.ts";

/** Says what was expected when a value is wrong, else null. */
type Check = (value: unknown) => string | null;

const types: ReadonlySet<unknown> = new Set([
  "null",
  "boolean",
  "number",
  "string",
  "array",
  "object",
  "integer",
]);

const text: Check = (found) => (typeof found === "string" ? null : "a text");
const flag: Check = (found) => (typeof found === "boolean" ? null : "true or false");
const number: Check = (found) => (typeof found === "number" ? null : "a number");
const count: Check = (found) =>
  Number.isInteger(found) && Number(found) >= 0 ? null : "a whole number from 0";
const limit: Check = (found) =>
  typeof found === "number" || typeof found === "boolean" ? null : "a number";
const factor: Check = (found) =>
  typeof found === "number" && found > 0 ? null : "a number above 0";
const texts: Check = (found) => (isTexts(found) ? null : "a list of texts without repetition");
const values: Check = (found) =>
  Array.isArray(found) && found.length > 0 ? null : "a list of at least one value";
const type: Check = (found) => {
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  return all.length > 0 && all.every((item) => types.has(item))
    ? null
    : `one or several of ${[...types].map((item) => `\`${String(item)}\``).join(", ")}`;
};
const pattern: Check = (found) =>
  typeof found === "string" && isPattern(found) ? null : "a regular expression of JavaScript";
const discriminator: Check = (found) =>
  typeof found === "string" || (isObject(found) && typeof found.propertyName === "string")
    ? null
    : "the name of a property, or `{propertyName: …}`";

function isTexts(found: unknown): boolean {
  return (
    Array.isArray(found) &&
    found.every((item) => typeof item === "string") &&
    new Set(found).size === found.length
  );
}

/** What the keywords that hold no schemas may hold. Keywords that are not listed may hold anything. */
export const keywordValues: Readonly<Record<string, Check>> = {
  ...each("$id $schema $ref $anchor $dynamicRef $dynamicAnchor $recursiveRef $comment", text),
  ...each("title description format contentEncoding contentMediaType", text),
  ...each("deprecated readOnly writeOnly uniqueItems", flag),
  ...each("minimum maximum", number),
  ...each("exclusiveMinimum exclusiveMaximum", limit),
  ...each("minLength maxLength minContains maxContains minItems maxItems", count),
  ...each("minProperties maxProperties", count),
  type,
  enum: values,
  multipleOf: factor,
  pattern,
  required: texts,
  discriminator,
};

function each(names: string, check: Check): Readonly<Record<string, Check>> {
  return Object.fromEntries(names.split(" ").map((name) => [name, check]));
}

/** False when the keyword cannot hold the value, so that it means nothing. */
export function isKeywordValue(keyword: string, value: unknown): boolean {
  const check = Object.hasOwn(keywordValues, keyword) ? keywordValues[keyword] : undefined;
  return check === undefined || check(value) === null;
}
