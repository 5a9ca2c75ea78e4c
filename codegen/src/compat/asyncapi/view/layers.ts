import { isObject } from "../../../load/pointer.ts";
import { child, children, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";

/** An object and the traits that apply to it, strongest first. */
export type Layers = readonly Located[];

/**
 * The layers of an object with `traits`. AsyncAPI 3 lets the object win over its traits, AsyncAPI 2 the traits over the
 * object; of two traits the later wins.
 */
export function layersOf(tree: ContractTree, node: Located): Layers {
  const traits = children(child(node, "traits"))
    // AsyncAPI 1 and 2.0 drafts wrote `[trait, arguments]`; the trait comes first.
    .flatMap(([, trait]) => tree.deref(Array.isArray(trait.value) ? child(trait, 0) : trait) ?? [])
    .filter(({ value }) => isObject(value))
    .reverse();
  return isVersion3(tree) ? [node, ...traits] : [...traits, node];
}

/** True for AsyncAPI 3 and later. */
export function isVersion3({ version }: ContractTree): boolean {
  return Number.parseInt(version, 10) >= 3;
}

/** The member of the strongest layer that has it; null where there is none or a layer takes it away with `null`. */
export function field(layers: Layers, key: string): Located | null {
  for (const layer of layers) {
    const found = child(layer, key);
    if (found.value !== undefined) return found.value === null ? null : found;
  }
  return null;
}

/** {@link field}, past references. */
export function followed(tree: ContractTree, layers: Layers, key: string): Located | null {
  const found = field(layers, key);
  return found === null ? null : tree.deref(found);
}

/** {@link field}, where it holds a text that is not empty. */
export function textField(layers: Layers, key: string): Located | null {
  const found = field(layers, key);
  return typeof found?.value === "string" && found.value !== "" ? found : null;
}

/** The text of a node, or null. */
export function textAt(node: Located | null): string | null {
  return typeof node?.value === "string" ? node.value : null;
}
