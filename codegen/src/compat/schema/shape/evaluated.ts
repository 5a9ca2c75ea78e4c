import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import type { Part } from "./part.ts";
import { below } from "./reader.ts";
import type { Shape } from "./shapes.ts";

/** What `unevaluatedProperties` and `unevaluatedItems` of a part take as evaluated. */
export interface Evaluation {
  /** Parts beside the keyword that count for every value of the shape. */
  readonly always: readonly Part[];
  /** What is evaluated for some values only: `name`, `/pattern/`, `*` (all properties), `[2` (so many items), `[]`. */
  readonly perhaps: ReadonlySet<string>;
}

const remembered = new WeakMap<Shape, Map<Part, Evaluation>>();

/** The evaluation of a part within a shape: its own subtree, as the specification has it. */
export function evaluationOf(shape: Shape, part: Part): Evaluation {
  const known = remembered.get(shape) ?? new Map<Part, Evaluation>();
  remembered.set(shape, known);
  let found = known.get(part);
  if (found === undefined) {
    found = evaluate(new Set(shape.parts), part);
    known.set(part, found);
  }
  return found;
}

function evaluate(inShape: ReadonlySet<Part>, start: Part): Evaluation {
  const always = new Set([start]);
  const perhaps = new Set<string>();
  for (const part of always) {
    for (const at of part.also) always.add(part.read(at));
    for (const { branches, kind } of part.unions) {
      const all = branches.map((branch) => part.read(branch));
      const chosen = all.filter((branch) => inShape.has(branch));
      for (const branch of chosen) always.add(branch);
      // Of `oneOf` no other alternative fits once one is chosen.
      if (kind === "one" && chosen.length > 0) continue;
      for (const branch of all) if (!inShape.has(branch)) contribute(branch, perhaps);
    }
    for (const at of conditionalIn(part)) contribute(part.read(at), perhaps);
    if (part.get("contains") !== undefined) perhaps.add("[]");
  }
  return { always: [...always], perhaps };
}

/** Schemas of a part that count depending on the value. */
export function conditionalIn(part: Part): readonly Located[] {
  const found: Located[] = [];
  for (const name of ["if", "then", "else"] as const) {
    const at = part.get(name);
    if (at !== undefined && part.get("if") !== undefined) found.push(at);
  }
  const dependent = part.get("dependentSchemas");
  if (isObject(dependent?.value))
    for (const name of Object.keys(dependent.value)) found.push(below(dependent, name));
  return found;
}

/** Adds what a part and its subtree may evaluate. */
function contribute(start: Part, into: Set<string>): void {
  const seen = new Set([start]);
  for (const part of seen) {
    for (const at of part.also) seen.add(part.read(at));
    for (const { branches } of part.unions) for (const at of branches) seen.add(part.read(at));
    for (const at of conditionalIn(part)) seen.add(part.read(at));
    const properties = part.get("properties")?.value;
    if (isObject(properties)) for (const name of Object.keys(properties)) into.add(name);
    const patterns = part.get("patternProperties")?.value;
    if (isObject(patterns)) for (const name of Object.keys(patterns)) into.add(`/${name}/`);
    if (evaluatesAllProperties(part)) into.add("*");
    const tuple = part.get("prefixItems")?.value;
    if (Array.isArray(tuple)) into.add(`[${tuple.length}`);
    if (evaluatesAllItems(part) || part.get("contains") !== undefined) into.add("[]");
  }
}

/** True when a part looks at every property. */
export function evaluatesAllProperties(part: Part): boolean {
  return (
    part.get("additionalProperties") !== undefined ||
    part.get("unevaluatedProperties") !== undefined
  );
}

/** True when a part looks at every item. */
export function evaluatesAllItems(part: Part): boolean {
  return part.get("items") !== undefined || part.get("unevaluatedItems") !== undefined;
}
