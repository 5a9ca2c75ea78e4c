import { typeOf, type ValueType } from "../values/json.ts";

/** A set of value types as bits. */
export type TypeMask = number;

/** The bit of each type. */
export const typeBits: Readonly<Record<ValueType, TypeMask>> = {
  null: 1,
  boolean: 2,
  integer: 4,
  fraction: 8,
  string: 16,
  array: 32,
  object: 64,
};

/** Every type. */
export const allTypes: TypeMask = 127;
/** Whole numbers and fractions. */
export const numberTypes: TypeMask = 12;

/** Sets of types that are compared on their own, because they share keywords. */
export const typeGroups: readonly TypeMask[] = [
  typeBits.boolean,
  numberTypes,
  typeBits.string,
  typeBits.array,
  typeBits.object,
];

/** The bit of a value's type. */
export function bitOf(value: unknown): TypeMask {
  return typeBits[typeOf(value)];
}

const namedTypes: Readonly<Record<string, TypeMask>> = {
  null: 1,
  boolean: 2,
  integer: 4,
  number: 12,
  string: 16,
  array: 32,
  object: 64,
};

/** The mask that `type` stands for; every type where it is missing. */
export function maskOfType(type: unknown): TypeMask {
  const names = Array.isArray(type) ? type : [type];
  if (type === undefined) return allTypes;
  return names.reduce<TypeMask>((mask, name) => mask | (namedTypes[String(name)] ?? 0), 0);
}

/** Names of the types of a mask, in a fixed order: `integer`, `string`. */
export function typeNames(mask: TypeMask): readonly string[] {
  const names = Object.keys(namedTypes).filter((name) => {
    const bits = namedTypes[name] ?? 0;
    return (mask & bits) === bits;
  });
  return names.filter((name) => name !== "integer" || !names.includes("number"));
}
