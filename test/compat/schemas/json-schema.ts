/** A schema as an object; keywords as in JSON Schema 2020-12. */
export type SchemaObject = Readonly<Record<string, unknown>>;

/** Any schema. */
export type Schema = SchemaObject | boolean;

/** True for an object that is no array. */
export function isRecord(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How a keyword holds its schemas. */
export type Holding = "one" | "list" | "map";

/** Keywords that say more about the same value. */
export const inPlaceKeywords: Readonly<Record<string, Holding>> = {
  allOf: "list",
  anyOf: "list",
  oneOf: "list",
  not: "one",
  if: "one",
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: "one",
  else: "one",
  dependentSchemas: "map",
};

/** Keywords about values inside of the value. */
export const innerKeywords: Readonly<Record<string, Holding>> = {
  properties: "map",
  patternProperties: "map",
  additionalProperties: "one",
  unevaluatedProperties: "one",
  propertyNames: "one",
  items: "one",
  prefixItems: "list",
  contains: "one",
  unevaluatedItems: "one",
};

const holdings: Readonly<Record<string, Holding>> = {
  ...inPlaceKeywords,
  ...innerKeywords,
  $defs: "map",
};

/** A schema with each schema directly inside of it replaced. */
export function mapSubschemas(
  schema: SchemaObject,
  replace: (inner: Schema, keyword: string, key: string | number) => Schema,
): SchemaObject {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      replaced(keyword, value, (inner, key) => replace(inner as Schema, keyword, key)),
    ]),
  );
}

function replaced(
  keyword: string,
  value: unknown,
  replace: (inner: unknown, key: string | number) => unknown,
): unknown {
  switch (holdings[keyword]) {
    case "one":
      return replace(value, "");
    case "list":
      return Array.isArray(value) ? value.map(replace) : value;
    case "map":
      return isRecord(value)
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replace(one, key)]))
        : value;
    case undefined:
      return value;
  }
}

/** Follows `#` and `#/$defs/…` in a schema that stands alone. */
export function targetOf(root: Schema, ref: string): Schema {
  if (ref === "#") return root;
  const name = ref.replace("#/$defs/", "");
  const target = isRecord(root) && isRecord(root.$defs) ? root.$defs[name] : undefined;
  if (target === undefined) throw new Error(`${ref} leads nowhere`);
  return target as Schema;
}
