import type { Shape, Shapes } from "../shape/shapes.ts";
import { itemIn, keywordsIn, propertyIn, propertyNames, requiredIn } from "../shape/views.ts";
import { valueKey } from "../values/json.ts";

const plainKeywords =
  "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format minItems maxItems uniqueItems minContains maxContains minProperties maxProperties contentEncoding contentMediaType additionalProperties unevaluatedProperties unevaluatedItems".split(
    " ",
  );
const innerKeywords = ["contains", "not", "propertyNames", "if", "then", "else"];

/** How far below the shape traits are looked for, and how many are enough to recognise it by. */
const deepest = 2;
const enough = 200;

/** What a shape is recognised by, however it is written: facts such as `minLength=1` or `.name types=16`. */
export function traitsOf(shapes: Shapes, shape: Shape): ReadonlySet<string> {
  const traits = new Set<string>();
  collect(shapes, shape, "", 0, traits);
  return traits;
}

function collect(
  shapes: Shapes,
  shape: Shape,
  prefix: string,
  depth: number,
  traits: Set<string>,
): void {
  if (traits.size >= enough) return;
  const side = shape.parts[0]?.side ?? "old";
  const add = (fact: string) => traits.add(`${prefix} ${fact}`);
  add(`types=${shapes.types(shape)}`);
  for (const { values } of shape.parts)
    for (const { value } of values ?? []) add(`value=${valueKey(value)}`);
  for (const name of plainKeywords)
    for (const { value } of keywordsIn(shape, name))
      if (typeof value !== "object") add(`${name}=${String(value)}`);
  for (const name of requiredIn(shape).keys()) add(`required ${name}`);
  if (depth === deepest) return;
  const inner = (name: string, schemas: Parameters<Shapes["of"]>[0]) => {
    if (schemas.length === 0) return;
    collect(shapes, shapes.of(schemas, side), `${prefix}${name}`, depth + 1, traits);
  };
  for (const name of propertyNames(shape)) inner(`.${name}`, propertyIn(shape, name).schemas);
  inner("[]", itemIn(shape, null));
  for (const name of innerKeywords) inner(`(${name})`, keywordsIn(shape, name));
  for (const { kind, branches } of shape.unions)
    for (const branch of branches) inner(`(${kind})`, [branch]);
}

/** The share of traits that two shapes have in common: 1 for equal ones, 0 for strangers. */
export function sharedTraits(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const trait of a) if (b.has(trait)) shared += 1;
  const all = a.size + b.size - shared;
  return all === 0 ? 1 : shared / all;
}
