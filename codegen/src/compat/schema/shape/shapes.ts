import type { Located } from "../../../load/reference.ts";
import { fullTypes, takenTwice } from "./full-types.ts";
import type { Part, Union } from "./part.ts";
import type { SchemaReader } from "./reader.ts";
import { allTypes, bitOf, type TypeMask } from "./types.ts";

/** What schemas mean together: parts that all count, alternatives of which one must fit, and the types that are looked at. */
export interface Shape {
  readonly id: number;
  readonly mask: TypeMask;
  /** In the order in which they were met. */
  readonly parts: readonly Part[];
  /** Alternatives that are left after those that cannot fit were dropped. */
  readonly unions: readonly Union[];
}

/** Makes shapes of both sides; equal ones are the same object. */
export interface Shapes {
  /** All of the schemas together. None: anything. */
  of(schemas: readonly Located[], side: "old" | "new"): Shape;
  /** The shape for some types only: alternatives of other types are dropped, and one that is left alone is merged in. */
  restrict(shape: Shape, mask: TypeMask): Shape;
  /** The shape with one alternative of a union chosen. */
  choose(shape: Shape, union: Union, branch: Located): Shape;
  /** The piece of a shape that a schema beside the documents cuts out. */
  cut(shape: Shape, schema: Readonly<Record<string, unknown>>): Shape;
  /** Types that values of the shape can have; never too few. */
  types(shape: Shape): TypeMask;
  /** Types of which the shape accepts every value; never too many. */
  full(shape: Shape): TypeMask;
}

/** Schemas with all that counts beside them. */
export interface Flat {
  readonly parts: readonly Part[];
  readonly unions: readonly Union[];
}

/** How deep alternatives within alternatives are looked into for their types. */
const deepest = 40;

/** Shapes over the readers of both sides. */
export function createShapes(readers: Readonly<Record<"old" | "new", SchemaReader>>): Shapes {
  const interned = new Map<string, Shape>();
  const known = new Map<number, TypeMask>();
  const restricted = new Map<string, Shape>();
  const flats = new Map<number, Flat>();

  const intern = (mask: TypeMask, { parts, unions }: Flat): Shape => {
    const ids = parts.map(({ id }) => id);
    if (ids.length > 1) ids.sort((a, b) => a - b);
    const key = `${mask}:${ids.join(",")}|${unions.map(({ id }) => id).join(",")}`;
    let shape = interned.get(key);
    if (shape === undefined) {
      shape = { id: interned.size, mask, parts, unions };
      interned.set(key, shape);
    }
    return shape;
  };

  const flatten = (
    schemas: readonly Located[],
    side: "old" | "new",
    base: Flat = { parts: [], unions: [] },
  ): Flat => {
    const parts = new Set(base.parts);
    const unions = new Set(base.unions);
    const work = [...schemas].reverse();
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      const part = readers[side].part(at);
      if (parts.has(part)) continue;
      parts.add(part);
      for (const union of part.unions) {
        const [only] = union.branches;
        if (union.branches.length === 1 && only !== undefined) work.push(only);
        else unions.add(union);
      }
      work.push(...[...part.also].reverse());
    }
    return { parts: [...parts], unions: [...unions] };
  };

  const flatAt = (at: Located, side: "old" | "new"): Flat => {
    const { id } = readers[side].part(at);
    let flat = flats.get(id);
    if (flat === undefined) {
      flat = flatten([at], side);
      flats.set(id, flat);
    }
    return flat;
  };

  const typesOfFlat = ({ parts, unions }: Flat, mask: TypeMask, depth: number): TypeMask => {
    let types = parts.reduce((left, part) => left & part.types & typesOfValues(part), mask);
    if (depth > deepest) return types;
    for (const union of unions) {
      if (types === 0) return 0;
      const flats = union.branches.map((branch) => flatAt(branch, union.holder.side));
      const before = types;
      types = flats.reduce<TypeMask>((sum, flat) => {
        return sum | typesOfFlat(flat, before & ~sum, depth + 1);
      }, 0);
      if (union.kind === "one") types &= ~takenTwice(reader, flats, types, depth);
    }
    for (const part of parts) {
      const not = part.get("not");
      if (not !== undefined && types !== 0)
        types &= ~fullTypes(reader, flatAt(not, part.side), types, depth + 1);
    }
    return types;
  };

  const reader = { flatAt, typesOf: typesOfFlat };

  const types = (shape: Shape): TypeMask => {
    let mask = known.get(shape.id);
    if (mask === undefined) {
      mask = typesOfFlat(shape, shape.mask, 0);
      known.set(shape.id, mask);
    }
    return mask;
  };

  /** Drops alternatives that none of the types fit, until nothing changes. */
  const prune = (flat: Flat, mask: TypeMask): Flat => {
    if (flat.unions.length === 0) return flat;
    let now = flat;
    for (;;) {
      const base = now.parts.reduce((left, part) => left & part.types, mask);
      let next: Flat | null = null;
      const unions: Union[] = [];
      for (const union of now.unions) {
        const left = union.branches.filter(
          (branch) => typesOfFlat(flatAt(branch, union.holder.side), base, 1) !== 0,
        );
        const [only] = left;
        if (left.length === 0) unions.push(union);
        else if (left.length > 1)
          unions.push(left.length === union.branches.length ? union : partial(union, left));
        else if (next === null && only !== undefined) {
          next = flatten([only], union.holder.side, { parts: now.parts, unions: [] });
        } else unions.push(union);
      }
      if (next === null) return { parts: now.parts, unions };
      now = { parts: next.parts, unions: [...new Set([...unions, ...next.unions])] };
    }
  };

  const partials = new Map<string, Union>();
  const partial = (union: Union, branches: readonly Located[]): Union => {
    const key = `${union.id}:${branches.map(({ pointer }) => pointer).join(" ")}`;
    let found = partials.get(key);
    if (found === undefined) {
      found = { ...union, id: -1 - partials.size, branches };
      partials.set(key, found);
    }
    return found;
  };

  const restrict = (shape: Shape, mask: TypeMask): Shape => {
    const key = `${shape.id}&${mask}`;
    let found = restricted.get(key);
    if (found === undefined) {
      found = intern(shape.mask & mask, prune(shape, shape.mask & mask));
      restricted.set(key, found);
    }
    return found;
  };

  return {
    of: (schemas, side) => intern(allTypes, flatten(schemas, side)),
    restrict,
    choose(shape, union, branch) {
      const base = { parts: shape.parts, unions: shape.unions.filter((one) => one !== union) };
      return intern(shape.mask, prune(flatten([branch], union.holder.side, base), shape.mask));
    },
    cut(shape, schema) {
      const [first] = shape.parts;
      if (first === undefined) return shape;
      const at = {
        file: first.at.file,
        pointer: `${cutPointer}${JSON.stringify(schema)}`,
        value: schema,
      };
      return intern(shape.mask, prune(flatten([at], first.side, shape), shape.mask));
    },
    types,
    full: (shape) => fullTypes(reader, shape, shape.mask),
  };
}

/** Where schemas stand that are in no document: nothing is reported there. */
const cutPointer = "/cut ";

/** How many cuts were made to get a shape. */
export function cutsIn({ parts }: Shape): number {
  return parts.filter(({ at }) => at.pointer.startsWith(cutPointer)).length;
}

function typesOfValues({ values }: Part): TypeMask {
  if (values === null) return allTypes;
  return values.reduce<TypeMask>((mask, { value }) => {
    // A whole number in an enumeration stands for no fraction.
    return mask | bitOf(value);
  }, 0);
}
