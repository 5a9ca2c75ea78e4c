import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import type { Part } from "./part.ts";

/** Whether a schema refuses everything, accepts everything, or must be looked at. */
export type Plainness = "never" | "anything" | "some";

const remembered = new WeakMap<Part, Plainness>();

/** Keywords that refuse nothing by themselves. */
const harmless: ReadonlySet<string> = new Set([
  "$ref",
  "$dynamicRef",
  "allOf",
  "$defs",
  "definitions",
  "$id",
  "$anchor",
  "$dynamicAnchor",
  "$schema",
  "$comment",
  "title",
  "description",
  "example",
  "examples",
  "deprecated",
]);

/** How plain a schema below a part is, past references and `allOf`. */
export function plainness(from: Part, at: Located): Plainness {
  const { value } = at;
  if (value === false) return "never";
  if (!isObject(value)) return "anything";
  if (!("$ref" in value || "allOf" in value || "$dynamicRef" in value)) return ownPlainness(value);
  const part = from.read(at);
  let found = remembered.get(part);
  if (found === undefined) {
    found = walk(part);
    remembered.set(part, found);
  }
  return found;
}

function ownPlainness(value: object): Plainness {
  return Object.keys(value).every((key) => harmless.has(key) || key.startsWith("x-"))
    ? "anything"
    : "some";
}

function walk(start: Part): Plainness {
  const seen = new Set([start]);
  let found: Plainness = "anything";
  for (const part of seen) {
    if (part.never) return "never";
    const { value } = part.at;
    if (part.opaque !== "" || (isObject(value) && ownPlainness(value) === "some")) found = "some";
    for (const at of part.also) seen.add(part.read(at));
  }
  return found;
}
