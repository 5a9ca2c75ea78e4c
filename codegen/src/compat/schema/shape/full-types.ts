import type { Located } from "../../../load/reference.ts";
import { formatName, isNumericFormat } from "../values/formats.ts";
import type { Part } from "./part.ts";
import type { Flat } from "./shapes.ts";
import { allTypes, numberTypes, type TypeMask, typeBits } from "./types.ts";

/** What is asked about schemas that others hold. */
export interface FlatReader {
  /** A schema with all that counts beside it. */
  flatAt(at: Located, side: Part["side"]): Flat;
  /** Types, out of a mask, that values may have; never too few. */
  typesOf(flat: Flat, mask: TypeMask, depth: number): TypeMask;
}

const typesByKeyword: Readonly<Record<string, TypeMask>> = {
  ...of("minimum maximum exclusiveMinimum exclusiveMaximum multipleOf", numberTypes),
  ...of(
    "minLength maxLength pattern contentEncoding contentMediaType contentSchema",
    typeBits.string,
  ),
  ...of(
    "prefixItems items contains minItems maxItems uniqueItems unevaluatedItems",
    typeBits.array,
  ),
  ...of(
    "properties patternProperties additionalProperties unevaluatedProperties propertyNames required dependentRequired dependentSchemas minProperties maxProperties",
    typeBits.object,
  ),
};

function of(keywords: string, types: TypeMask): Readonly<Record<string, TypeMask>> {
  return Object.fromEntries(keywords.split(" ").map((keyword) => [keyword, types]));
}

/** How deep schemas within schemas are looked into. */
const deepest = 40;

const remembered = new WeakMap<Flat, Map<TypeMask, TypeMask>>();

/** Types, out of a mask, of which every value is accepted; never too many. */
export function fullTypes(reader: FlatReader, flat: Flat, mask: TypeMask, depth = 0): TypeMask {
  if (depth > deepest || mask === 0) return 0;
  const known = remembered.get(flat) ?? new Map<TypeMask, TypeMask>();
  remembered.set(flat, known);
  let full = known.get(mask);
  if (full === undefined) {
    // A schema that leads back to itself says nothing while it is asked.
    known.set(mask, 0);
    full = fullOfParts(reader, flat, mask, depth);
    known.set(mask, full);
  }
  return full;
}

function fullOfParts(
  reader: FlatReader,
  { parts, unions }: Flat,
  mask: TypeMask,
  depth: number,
): TypeMask {
  let full = mask;
  for (const part of parts) {
    full &= ownTypes(part);
    const not = part.get("not");
    if (not !== undefined) full &= ~reader.typesOf(reader.flatAt(not, part.side), full, depth + 1);
    if (part.get("if") === undefined) continue;
    for (const branch of [part.get("then"), part.get("else")])
      if (branch !== undefined)
        full = fullTypes(reader, reader.flatAt(branch, part.side), full, depth + 1);
  }
  for (const { kind, branches, holder } of unions) {
    if (full === 0) return 0;
    const flats = branches.map((branch) => reader.flatAt(branch, holder.side));
    full = (kind === "any" ? fullOfAny : fullOfOne)(reader, flats, full, depth);
  }
  return full;
}

function fullOfAny(
  reader: FlatReader,
  flats: readonly Flat[],
  mask: TypeMask,
  depth: number,
): TypeMask {
  let sum = 0;
  for (const flat of flats) {
    if (sum === mask) return sum;
    sum |= fullTypes(reader, flat, mask & ~sum, depth + 1);
  }
  return sum;
}

/** Types that one alternative takes whole and no other one takes at all. */
function fullOfOne(
  reader: FlatReader,
  flats: readonly Flat[],
  mask: TypeMask,
  depth: number,
): TypeMask {
  let once = 0;
  let others = 0;
  for (const flat of flats) {
    const full = fullTypes(reader, flat, mask, depth + 1);
    const partly = reader.typesOf(flat, mask & ~full, depth + 1);
    others |= partly | (full & once);
    once |= full;
  }
  return once & ~others;
}

/** Types that two alternatives take whole: `oneOf` refuses them. */
export function takenTwice(
  reader: FlatReader,
  flats: readonly Flat[],
  mask: TypeMask,
  depth: number,
): TypeMask {
  let once = 0;
  let twice = 0;
  for (const flat of flats) {
    const full = fullTypes(reader, flat, mask & ~twice, depth + 1);
    twice |= once & full;
    once |= full;
  }
  return twice;
}

/** Types that the keywords of one schema object leave alone. */
function ownTypes(part: Part): TypeMask {
  if (part.never || part.opaque !== "") return 0;
  let types = part.types & typesOfAll(part);
  for (const keyword of part.keywords) {
    if (keyword === "format") types &= ~typesOfFormat(part.get(keyword)?.value);
    else types &= ~(typesByKeyword[keyword] ?? 0);
  }
  return types;
}

/** Types of which the fixed values of a part are all that there are. */
function typesOfAll({ values }: Part): TypeMask {
  if (values === null) return allTypes;
  const has = (wanted: unknown) => values.some(({ value }) => value === wanted);
  return (has(null) ? typeBits.null : 0) | (has(true) && has(false) ? typeBits.boolean : 0);
}

function typesOfFormat(format: unknown): TypeMask {
  const name = typeof format === "string" ? formatName(format) : null;
  if (name === null) return 0;
  return isNumericFormat(name) ? numberTypes : typeBits.string;
}
