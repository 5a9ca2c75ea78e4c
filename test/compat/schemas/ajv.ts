import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type Evaluated, evaluatedBy } from "./evaluated.ts";
import { isRecord, type Schema, type SchemaObject } from "./json-schema.ts";

/** True when a value is valid. */
export type Validate = (value: unknown) => boolean;

// Without `allErrors`, Ajv 8 skips what follows `prefixItems` where the list is empty.
const ajv = new Ajv2020({
  strict: false,
  validateFormats: true,
  validateSchema: false,
  allErrors: true,
});
addFormats.default(ajv);

/*
 * Three keywords in which Ajv 8 departs from 2020-12 are ours:
 * - inside of `items`, `contains` takes an empty list for one that contains what the list before it contained;
 * - `contains` counts for `unevaluatedItems` as if it evaluated every item, or none where it says `{}` or needs no match;
 * - what `anyOf`, `oneOf` and `if` evaluate is lost in some places, and the validator throws.
 */
for (const keyword of ["contains", "unevaluatedItems", "unevaluatedProperties"])
  ajv.removeKeyword(keyword);
// Nobody reads the notes that Ajv takes of what is evaluated; taking them is what throws.
ajv.opts.unevaluated = false;

ajv.addKeyword({
  keyword: "contains",
  type: "array",
  compile: (schema: Schema, { minContains = 1, maxContains }, it) => {
    const accepts = lazily(it.schemaEnv.root.schema, schema);
    const most = maxContains === undefined ? Number.POSITIVE_INFINITY : Number(maxContains);
    return (list: readonly unknown[]) => {
      const count = list.filter(accepts).length;
      return count >= Number(minContains) && count <= most;
    };
  },
});

unevaluated("unevaluatedItems", "array", (list, { items }) =>
  [...(list as unknown[]).entries()].flatMap(([index, item]) => (items.has(index) ? [] : [item])),
);
unevaluated("unevaluatedProperties", "object", (object, { names }) =>
  Object.entries(object as SchemaObject).flatMap(([name, one]) => (names.has(name) ? [] : [one])),
);

function unevaluated(
  keyword: string,
  type: "array" | "object",
  left: (value: unknown, evaluated: Evaluated) => readonly unknown[],
): void {
  ajv.addKeyword({
    keyword,
    type,
    compile: (schema: Schema, around, it) => {
      const root = it.schemaEnv.root.schema;
      const accepts = lazily(root, schema);
      return (value: unknown) => {
        const place = { root, validatorOf: compileInside(root) };
        return left(value, evaluatedBy(around, value, place)).every(accepts);
      };
    },
  });
}

/** Compiles a part of a schema when the first value comes: schemas may be recursive. */
function lazily(root: Schema, schema: Schema): Validate {
  return (value) => compileInside(root)(schema)(value);
}

/** A validator as the specification says, formats asserted. */
export function compile(schema: Schema): Validate {
  const validate = ajv.compile(schema);
  if (typeof schema !== "boolean") ajv.removeSchema(schema);
  return (value) => validate(value) === true;
}

const inside = new WeakMap<SchemaObject, (schema: Schema) => Validate>();

/** Validators of the schemas inside of a root, so that their references hold; compiled when first asked for. */
export function compileInside(root: Schema): (schema: Schema) => Validate {
  if (!isRecord(root)) return compile;
  let found = inside.get(root);
  if (found === undefined) {
    const known = new Map<Schema, Validate>();
    found = (schema) => {
      const validate = known.get(schema) ?? compile(standingAlone(root, schema));
      known.set(schema, validate);
      return validate;
    };
    inside.set(root, found);
  }
  return found;
}

/** `#` means the root, wherever the schema now stands. */
function standingAlone(root: SchemaObject, schema: Schema): Schema {
  if (!isRecord(schema)) return schema;
  const { $defs, ...others } = root;
  const text = JSON.stringify({
    allOf: [schema],
    $defs: { "the root": others, ...(isRecord($defs) ? $defs : {}) },
  });
  return JSON.parse(text.replaceAll('"$ref":"#"', '"$ref":"#/$defs/the root"')) as Schema;
}
