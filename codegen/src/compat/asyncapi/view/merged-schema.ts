import { posix } from "node:path";
import { append, isObject, member } from "../../../load/pointer.ts";
import { child, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import type { Layers } from "./layers.ts";

/**
 * The schema that several layers give together, as a JSON merge patch does: members of stronger layers win, the
 * `properties` of all count. Null where no layer has one. A schema of one layer is that schema, at its place.
 */
export function mergedSchema(tree: ContractTree, layers: Layers, key: string): Located | null {
  const found: Located[] = [];
  for (const layer of layers) {
    const node = child(layer, key);
    if (node.value === null) break;
    if (node.value !== undefined) found.push(node);
  }
  const [strongest, ...weaker] = found;
  if (strongest === undefined || weaker.length === 0) return strongest ?? null;
  const whole = found.flatMap((node) => tree.deref(node) ?? []);
  const value = whole
    .map((node) => moved(node, strongest.file))
    .reduceRight<unknown>((merged, part) => patch(merged, part), undefined);
  // No file holds this schema, so its pointer must name no other; positions fall back to the strongest layer.
  return { file: strongest.file, pointer: append(strongest.pointer, "x-with-traits"), value };
}

/** The value with its references rewritten so that they hold in another file. */
function moved({ file, value }: Located, to: string): unknown {
  const move = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(move);
    if (!isObject(node)) return node;
    const entries = Object.entries(node).map(([key, part]) =>
      key === "$ref" && typeof part === "string" ? [key, reference(part)] : [key, move(part)],
    );
    return Object.fromEntries(entries);
  };
  const reference = (ref: string): string => {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(ref)) return ref;
    const [path = "", fragment] = ref.split("#");
    const target = path === "" ? file : posix.normalize(posix.join(posix.dirname(file), path));
    const relative = posix.relative(posix.dirname(to), target);
    return fragment === undefined ? relative : `${relative}#${fragment}`;
  };
  return file === to ? value : move(value);
}

/** RFC 7396. */
function patch(target: unknown, change: unknown): unknown {
  if (!isObject(change)) return change;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key];
    else result[key] = patch(member(result, key), value);
  }
  return result;
}
