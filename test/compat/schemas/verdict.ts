import {
  createSchemaComparer,
  type SchemaChange,
} from "@berrys/codegen/compat/schema/compare-schemas";
import { kindInfo, levelsOf } from "@berrys/codegen/compat/schema/kinds";
import type { Level } from "@berrys/codegen/findings/rule";
import { memoryTree } from "../support/memory-tree.ts";
import type { Schema } from "./json-schema.ts";

/** The parties whose side a verdict can take. */
export type Party = "reader" | "writer";

/** What the engine says about two versions of a schema. */
export interface Verdict {
  /** `compatible`: no error and no warning; `warned`: no error. */
  readonly kind: "compatible" | "warned" | "breaking";
  readonly changes: readonly SchemaChange[];
}

/** Changes between two schemas that stand alone. */
export function changesBetween(old: Schema, now: Schema, role: Party): readonly SchemaChange[] {
  const before = memoryTree({ "schema.json": old });
  const after = memoryTree({ "schema.json": now });
  return createSchemaComparer(before, after).compare(before.root, after.root, { role });
}

/** Level of a change for a party. */
export function levelFor({ kind }: SchemaChange, party: Party): Level {
  return levelsOf(kindInfo(kind))[party];
}

/** The verdict for a party. */
export function verdictOf(old: Schema, now: Schema, party: Party): Verdict {
  const changes = changesBetween(old, now, party);
  const levels = changes.map((change) => levelFor(change, party));
  const kind = levels.includes("error")
    ? "breaking"
    : levels.includes("warn")
      ? "warned"
      : "compatible";
  return { kind, changes };
}
