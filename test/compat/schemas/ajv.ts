import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { isRecord, type Schema } from "./json-schema.ts";

/** True when a value is valid. */
export type Validate = (value: unknown) => boolean;

const ajv = new Ajv2020({ strict: false, validateFormats: true, validateSchema: false });
addFormats.default(ajv);

/** A validator as the specification says, formats asserted. */
export function compile(schema: Schema): Validate {
  const validate = ajv.compile(schema);
  if (typeof schema !== "boolean") ajv.removeSchema(schema);
  return (value) => validate(value) === true;
}

/** Validators of the schemas inside of a root, so that their references hold; compiled when first asked for. */
export function compileInside(root: Schema): (schema: Schema) => Validate {
  const known = new Map<Schema, Validate>();
  return (schema) => {
    let validate = known.get(schema);
    if (validate === undefined) {
      validate = compile(standingAlone(root, schema));
      known.set(schema, validate);
    }
    return validate;
  };
}

/** `#` means the root, wherever the schema now stands. */
function standingAlone(root: Schema, schema: Schema): Schema {
  if (!isRecord(schema) || !isRecord(root)) return schema;
  const { $defs, ...others } = root;
  const text = JSON.stringify({
    allOf: [schema],
    $defs: { ...(isRecord($defs) ? $defs : {}), "the root": others },
  });
  return JSON.parse(text.replaceAll('"$ref":"#"', '"$ref":"#/$defs/the root"')) as Schema;
}
