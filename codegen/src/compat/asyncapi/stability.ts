import { member, segmentsOf } from "../../load/pointer.ts";
import type { Located } from "../../load/reference.ts";
import type { Stability } from "../change.ts";
import type { ContractTree } from "../tree.ts";
import { mentions } from "./mentions.ts";

/** The stability that the nearest of the objects around a place states; null: none does. */
export type StabilityOf = (
  place: Pick<Located, "file" | "pointer"> | null,
  holders: readonly Located[],
) => Stability | null;

const key = "x-berrys-stability";

/** Looks up `x-berrys-stability` in one version of a document. */
export function createStabilityOf(tree: ContractTree): StabilityOf {
  if (!mentions(tree, key)) return () => null;
  return (place, holders) => {
    if (place !== null) {
      const around = stabilitiesAlong(tree.sources.document(place.file)?.value, place.pointer);
      const nearest = around.at(-1);
      if (nearest !== undefined) return nearest;
    }
    for (const holder of holders) {
      const stated = read(holder.value);
      if (stated !== null) return stated;
    }
    return read(member(tree.root.value, "info"));
  };
}

function stabilitiesAlong(root: unknown, pointer: string): readonly Stability[] {
  let node = root;
  const found: Stability[] = [];
  for (const segment of segmentsOf(pointer)) {
    node = member(node, segment);
    const stated = read(node);
    if (stated !== null) found.push(stated);
  }
  return found;
}

function read(value: unknown): Stability | null {
  const stated = member(value, key);
  return stated === "alpha" || stated === "beta" || stated === "stable" ? stated : null;
}
