import type { DescField } from "@bufbuild/protobuf";
import { ScalarType } from "@bufbuild/protobuf";
import type { ContractTree } from "../../../../compat/tree.ts";
import { member } from "../../../../load/pointer.ts";
import { child, children, type Located } from "../../../../load/reference.ts";
import { isNullable, keywordOf, typesOf } from "../../messages/view/schema-view.ts";

/** What a field and a property have to agree on. */
export interface Shape {
  /** JSON types that are right; empty: any. */
  readonly types: readonly string[];
  /** In words: `int64`, `google.protobuf.Timestamp`. */
  readonly name: string;
  /** Formats that are right; absent: any. */
  readonly formats?: readonly string[];
}

const wellKnown: Readonly<Record<string, Omit<Shape, "name">>> = {
  "google.protobuf.Timestamp": { types: ["string"], formats: ["date-time"] },
  "google.protobuf.Duration": { types: ["string", "integer"] },
  "google.protobuf.Struct": { types: ["object"] },
  "google.protobuf.Value": { types: [] },
  "google.protobuf.ListValue": { types: ["array"] },
  "google.protobuf.Any": { types: ["object"] },
  "google.protobuf.Empty": { types: ["object"] },
  "google.protobuf.FieldMask": { types: ["string", "array"] },
  "google.protobuf.StringValue": { types: ["string"] },
  "google.protobuf.BytesValue": { types: ["string"] },
  "google.protobuf.BoolValue": { types: ["boolean"] },
  "google.protobuf.Int32Value": { types: ["integer"] },
  "google.protobuf.UInt32Value": { types: ["integer"] },
  "google.protobuf.Int64Value": { types: ["string", "integer"] },
  "google.protobuf.UInt64Value": { types: ["string", "integer"] },
  "google.protobuf.FloatValue": { types: ["number"] },
  "google.protobuf.DoubleValue": { types: ["number"] },
};

/** What JSON holds for one value of a field (an item of a list, a value of a map). */
export function shapeOf(field: DescField): Shape {
  if (field.enum !== undefined)
    return { types: ["string"], name: `the enum \`${field.enum.typeName}\`` };
  if (field.message !== undefined) {
    const { typeName } = field.message;
    return { ...(wellKnown[typeName] ?? { types: ["object"] }), name: `\`${typeName}\`` };
  }
  return scalarShape(field.scalar ?? ScalarType.STRING);
}

function scalarShape(scalar: ScalarType): Shape {
  const name = `\`${ScalarType[scalar]?.toLowerCase()}\``;
  switch (scalar) {
    case ScalarType.STRING:
      return { types: ["string"], name };
    case ScalarType.BYTES:
      return { types: ["string"], name };
    case ScalarType.BOOL:
      return { types: ["boolean"], name };
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return { types: ["number"], name };
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      // JSON numbers lose digits past 2^53, so Protobuf writes these as text; integers stay right below that.
      return { types: ["string", "integer"], name };
    case ScalarType.INT32:
    case ScalarType.UINT32:
    case ScalarType.SINT32:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return { types: ["integer"], name };
    default:
      return scalar satisfies never;
  }
}

/** A schema without its `null`: the one branch that is left, or the schema itself. */
export function coreOf(tree: ContractTree, schema: Located): Located {
  const node = tree.deref(schema) ?? schema;
  for (const key of ["anyOf", "oneOf"]) {
    const branches = children(child(node, key))
      .map(([, branch]) => branch)
      .filter((branch) => member(tree.deref(branch)?.value, "type") !== "null");
    const [only] = branches;
    if (branches.length === 1 && only !== undefined) return tree.deref(only) ?? only;
  }
  return node;
}

/** Why a property cannot hold what a field holds, as a clause; null: it can. */
export function mismatch(tree: ContractTree, schema: Located, field: DescField): string | null {
  const core = coreOf(tree, schema);
  if (field.fieldKind === "list" || field.fieldKind === "map") {
    const [type, key] =
      field.fieldKind === "list" ? ["array", "items"] : ["object", "additionalProperties"];
    const types = jsonTypes(tree, core);
    if (types.length > 0 && !types.includes(type))
      return `is ${words(types)}, but the field is a ${field.fieldKind}`;
    const inner = innerOf(tree, core, key);
    const problem = inner === null ? null : mismatchOne(tree, inner, field);
    return problem === null ? null : `has values that are ${problem}`;
  }
  const problem = mismatchOne(tree, core, field);
  return problem === null ? null : `is ${problem}`;
}

function innerOf(tree: ContractTree, schema: Located, key: string): Located | null {
  const inner = child(schema, key);
  return typeof inner.value === "object" && inner.value !== null ? coreOf(tree, inner) : null;
}

function mismatchOne(tree: ContractTree, core: Located, field: DescField): string | null {
  const { types, formats, name } = shapeOf(field);
  const found = jsonTypes(tree, core);
  if (found.length === 0 || types.length === 0) return null;
  if (found.some((type) => !types.includes(type)))
    return `${words(found)}, but the field is ${name}`;
  const format = keywordOf(tree, core, "format");
  if (formats === undefined || formats.includes(String(format))) return null;
  return `a text without the format \`${formats[0]}\`, but the field is ${name}`;
}

function jsonTypes(tree: ContractTree, schema: Located): readonly string[] {
  return [...typesOf(tree, schema)].filter((type) => type !== "null");
}

function words(types: readonly string[]): string {
  return types.map((type) => `\`${type}\``).join(" or ");
}

/** True where a property may say nothing: left out, or null. */
export function isOptional(
  tree: ContractTree,
  property: { readonly node: Located; readonly required: boolean },
): boolean {
  return !property.required || isNullable(tree, property.node);
}
