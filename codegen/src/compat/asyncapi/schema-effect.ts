import { levelOf } from "../../findings/rule.ts";
import type { Located } from "../../load/reference.ts";
import type { SchemaChange, SchemaComparer } from "../schema/compare-schemas.ts";
import { schemaRules } from "../schema/rules.ts";

/** What changed between two schemas that have no rules of their own, told apart by whom it hurts. */
export interface SchemaEffect {
  /** Changes that hurt those who write by the old schema. */
  readonly narrowed: readonly SchemaChange[];
  /** Changes that hurt those who read by the old schema. */
  readonly widened: readonly SchemaChange[];
}

/** Compares two schemas both ways; null stands for "anything". */
export function schemaEffect(
  schemas: SchemaComparer,
  old: Located | null,
  now: Located | null,
): SchemaEffect {
  const hurting = (role: "reader" | "writer") =>
    schemas.compare(old, now, { role }).filter(({ kind }) => isSerious(`schema/${kind}`, role));
  return { narrowed: hurting("reader"), widened: hurting("writer") };
}

function isSerious(id: string, role: "reader" | "writer"): boolean {
  const rule = schemaRules[id];
  return rule === undefined || levelOf(rule, role) !== "info";
}

/** True where a rule about a schema is an error for the role. */
export function isError(id: string, role: "reader" | "writer" | "both"): boolean {
  const rule = schemaRules[id];
  return rule !== undefined && levelOf(rule, role) === "error";
}
