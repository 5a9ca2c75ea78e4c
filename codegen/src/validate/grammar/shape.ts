/** What may stand under a key. `any`: not looked into. */
export type Shape =
  | { readonly kind: "any" }
  | { readonly kind: "one"; readonly of: string }
  | { readonly kind: "list"; readonly of: string }
  | { readonly kind: "map"; readonly of: string }
  | { readonly kind: "value"; readonly check: ValueCheck };

/** Says what was expected when a value is wrong, else null. */
export type ValueCheck = (value: unknown) => string | null;

/** One kind of object of a specification. */
export interface ObjectKind {
  /** As messages call it, e.g. `message`. */
  readonly title: string;
  readonly fields: Readonly<Record<string, Shape>>;
  /** Shape of keys that are not in `fields`; undefined: there are none. */
  readonly others?: (key: string) => Shape | null;
  /** Keys without which nothing can be generated. */
  readonly required?: readonly string[];
  /** Keys that the specification demands, though code can be generated without: their lack is a warning. */
  readonly expected?: readonly string[];
  /** Unknown keys that resemble no known one are a warning: JSON Schema allows further vocabularies. */
  readonly isOpen?: boolean;
}

/** All kinds of a specification by name. */
export type Grammar = Readonly<Record<string, ObjectKind>>;

export const any: Shape = { kind: "any" };
export const one = (of: string): Shape => ({ kind: "one", of });
export const list = (of: string): Shape => ({ kind: "list", of });
export const map = (of: string): Shape => ({ kind: "map", of });
export const value = (check: ValueCheck): Shape => ({ kind: "value", check });

/** Fields that are not looked into, from a list of names. */
export function anyOf(names: string): Readonly<Record<string, Shape>> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, any]));
}

/** One of the given texts. */
export function oneOf(...allowed: readonly string[]): Shape {
  return value((found) =>
    allowed.includes(String(found))
      ? null
      : `one of ${allowed.map((item) => `\`${item}\``).join(", ")}`,
  );
}
