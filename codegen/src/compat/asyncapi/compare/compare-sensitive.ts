import { isObject, member } from "../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { type Comparison, report, type Scope } from "../context.ts";
import { mentions } from "../mentions.ts";
import type { Message, View } from "../view/view.ts";

const key = "x-berrys-sensitive";

/** Compares what of a payload is marked as sensitive. Data that came or went is no news about secrecy. */
export function compareSensitive(
  comparison: Comparison,
  scopes: readonly Scope[],
  old: Message,
  now: Message,
): void {
  if (![comparison.old, comparison.now].some(marksAnything)) return;
  const before = walk(comparison.old.tree, old.payload.schema);
  const after = walk(comparison.now.tree, now.payload.schema);
  for (const [path, place] of before.marked) {
    const still = after.places.get(path);
    if (still === undefined || after.marked.has(path)) continue;
    report(comparison, scopes, {
      rule: "asyncapi/sensitive-removed",
      message: `${nameOf(path)} is no longer marked as sensitive`,
      at: ["payload", ...segmentsOf(path)],
      old: place,
      new: still,
    });
  }
  for (const [path, place] of after.marked) {
    const was = before.places.get(path);
    if (was === undefined || before.marked.has(path)) continue;
    report(comparison, scopes, {
      rule: "asyncapi/sensitive-added",
      message: `${nameOf(path)} is now marked as sensitive`,
      at: ["payload", ...segmentsOf(path)],
      old: was,
      new: place,
    });
  }
}

const known = new WeakMap<View, boolean>();

function marksAnything(view: View): boolean {
  const found = known.get(view) ?? mentions(view.tree, key);
  known.set(view, found);
  return found;
}

const separator = "\n";

function segmentsOf(path: string): readonly string[] {
  return path === "" ? [] : path.split(separator);
}

function nameOf(path: string): string {
  const name = segmentsOf(path).at(-1);
  return name === undefined ? "The payload" : `\`${name}\``;
}

interface Walked {
  /** Marked data, by path. */
  readonly marked: ReadonlyMap<string, Located>;
  /** All data, by path; the first place that describes it. */
  readonly places: ReadonlyMap<string, Located>;
}

/** Finds data through `$ref` and unions; each schema counts at the first path that leads to it. */
function walk(tree: ContractTree, schema: Located | null): Walked {
  const marked = new Map<string, Located>();
  const places = new Map<string, Located>();
  const seen = new Set<string>();
  const left: { readonly node: Located; readonly path: string }[] =
    schema === null ? [] : [{ node: schema, path: "" }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, path } = next;
    if (!isObject(node.value)) continue;
    const target = tree.deref(node);
    // A reference may mark what it refers to.
    if (member(node.value, key) === true && !marked.has(path)) marked.set(path, node);
    if (target === null || !isObject(target.value)) continue;
    if (target !== node && member(target.value, key) === true && !marked.has(path))
      marked.set(path, target);
    if (!places.has(path)) places.set(path, node);
    if (target !== node) {
      if (seen.has(idOf(target))) continue;
      seen.add(idOf(target));
    }
    const into = (name: string) => (path === "" ? name : `${path}${separator}${name}`);
    const parts = ["allOf", "anyOf", "oneOf"].flatMap((part) => children(child(target, part)));
    const inside = [
      ...parts.map(([, part]) => ({ node: part, path })),
      ...children(child(target, "properties")).map(([name, part]) => ({
        node: part,
        path: into(name),
      })),
      ...["items", "additionalProperties"].map((part) => ({
        node: child(target, part),
        path: into(part === "items" ? "[]" : "{}"),
      })),
    ];
    left.push(...inside.reverse());
  }
  return { marked, places };
}
