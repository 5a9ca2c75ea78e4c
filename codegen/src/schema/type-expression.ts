import type { SchemaId } from "../model/model.ts";

/** A TypeScript type before it is laid out: names are still schema ids, so that imports follow from use. */
export type TypeExpression =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "ref"; readonly id: SchemaId }
  | { readonly kind: "union"; readonly members: readonly TypeExpression[] }
  | { readonly kind: "intersection"; readonly members: readonly TypeExpression[] }
  | { readonly kind: "array"; readonly element: TypeExpression }
  | {
      readonly kind: "tuple";
      readonly elements: readonly { readonly type: TypeExpression; readonly optional: boolean }[];
      readonly rest: TypeExpression | null;
    }
  | ObjectExpression;

/** An object type: named members, and index signatures for the rest. */
export interface ObjectExpression {
  readonly kind: "object";
  readonly members: readonly MemberExpression[];
  readonly index: readonly { readonly key: string; readonly type: TypeExpression }[];
}

/** One named member of an object type. */
export interface MemberExpression {
  readonly name: string;
  readonly optional: boolean;
  /** Text of the doc comment; empty: none. */
  readonly doc: string;
  readonly type: TypeExpression;
}

export const unknownType: TypeExpression = { kind: "text", text: "unknown" };
export const neverType: TypeExpression = { kind: "text", text: "never" };
/** Any JSON object. */
export const anyObject: TypeExpression = {
  kind: "text",
  text: "Readonly<Record<string, unknown>>",
};
/** The object without members. */
export const emptyObject: TypeExpression = {
  kind: "text",
  text: "Readonly<Record<string, never>>",
};

/** A type that is written as it stands. */
export function textType(text: string): TypeExpression {
  return { kind: "text", text };
}

/** The union of types, flat and without repetition; `unknown` swallows all, `never` vanishes. */
export function unionOf(types: readonly TypeExpression[]): TypeExpression {
  const flat = types.flatMap((type) => (type.kind === "union" ? type.members : [type]));
  if (flat.some((type) => isText(type, "unknown"))) return unknownType;
  const members = distinct(flat.filter((type) => !isText(type, "never")));
  const [only] = members;
  if (only === undefined) return neverType;
  return members.length === 1 ? only : { kind: "union", members };
}

/** The intersection of types; `unknown` vanishes, and so does "any object" beside a more telling object. */
export function intersectionOf(types: readonly TypeExpression[]): TypeExpression {
  const flat = types.flatMap((type) => (type.kind === "intersection" ? type.members : [type]));
  if (flat.some((type) => isText(type, "never"))) return neverType;
  const telling = flat.filter((type) => !isText(type, "unknown"));
  const specific = telling.filter(
    (type) => !isText(type, anyObject.kind === "text" ? anyObject.text : ""),
  );
  const members = mergeObjects(distinct(specific.length > 0 ? specific : telling));
  const [only] = members;
  if (only === undefined) return unknownType;
  return members.length === 1 ? only : { kind: "intersection", members };
}

/** Puts object literals with different members into one. */
function mergeObjects(types: readonly TypeExpression[]): readonly TypeExpression[] {
  const merged: TypeExpression[] = [];
  for (const type of types) {
    const last = merged.at(-1);
    if (type.kind === "object" && last?.kind === "object" && areDisjoint(last, type)) {
      merged[merged.length - 1] = {
        kind: "object",
        members: [...last.members, ...type.members],
        index: [],
      };
    } else {
      merged.push(type);
    }
  }
  return merged;
}

function areDisjoint(a: ObjectExpression, b: ObjectExpression): boolean {
  const names = new Set(a.members.map(({ name }) => name));
  return (
    a.index.length === 0 && b.index.length === 0 && !b.members.some(({ name }) => names.has(name))
  );
}

function distinct(types: readonly TypeExpression[]): readonly TypeExpression[] {
  return [...new Map(types.map((type) => [JSON.stringify(type), type])).values()];
}

/** Whether a type is this word. */
export function isText(type: TypeExpression, text: string): boolean {
  return type.kind === "text" && type.text === text;
}
