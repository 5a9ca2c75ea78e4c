import { member } from "../../load/pointer.ts";
import type { Change, Stability } from "../change.ts";
import type { ContractTree } from "../tree.ts";
import type { SchemaComparer } from "./compare-schemas.ts";

/** Compares two documents that are a JSON Schema each; who reads and who writes is not known, so both are asked for. */
export function compareDocument(
  old: ContractTree,
  now: ContractTree,
  schemas: SchemaComparer,
): readonly Change[] {
  const stability = stabilityOf(member(old.root.value, "x-berrys-stability"));
  return schemas.compare(old.root, now.root, { role: "both" }).map((change) => ({
    rule: `schema/${change.kind}`,
    kind: "schema",
    role: "both",
    message: change.message,
    path: ["schema", ...change.path].join(" › "),
    old: change.old,
    new: change.new,
    ...(change.detail === undefined ? {} : { detail: change.detail }),
    ...(stability === null ? {} : { stability }),
  }));
}

function stabilityOf(value: unknown): Stability | null {
  return value === "alpha" || value === "beta" || value === "stable" ? value : null;
}
