import type { Direction } from "../../findings/finding.ts";
import type { Role, Rule, Rules } from "../../findings/rule.ts";
import type { Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import type { SchemaComparer } from "../schema/compare-schemas.ts";
import { type AsyncapiRuleId, asyncapiRules } from "./rules.ts";
import type { StabilityOf } from "./stability.ts";
import type { View } from "./view/view.ts";

/** What the comparers of parts share. */
export interface Comparison {
  readonly old: View;
  readonly now: View;
  readonly schemas: SchemaComparer;
  readonly stabilityOf: StabilityOf;
  /** Grows, in the order in which parts are compared. */
  readonly changes: Change[];
}

/** Whom a change concerns, and where reports place it. */
export interface Scope {
  readonly role: Role;
  /** First segments of the change's path. */
  readonly path: readonly string[];
  /** The path of changes that hurt both sides alike, so that they are told once for all directions. */
  readonly neutralPath?: readonly string[];
  readonly operation?: string;
  readonly channel?: string;
  readonly messageType?: string;
  readonly direction?: Direction;
  readonly owner?: string;
  /** Old objects that may state their stability, nearest first. */
  readonly holders: readonly Located[];
}

/** A rule of this folder, or of a schema in a message. */
export type ReportedRule = AsyncapiRuleId | `asyncapi/${"payload" | "headers"}-${string}`;

/** A difference, before it is told for everyone whom it concerns. */
export interface Found {
  readonly rule: ReportedRule;
  readonly message: string;
  /** Further segments of the path. */
  readonly at?: readonly string[];
  readonly old: Pick<Located, "file" | "pointer"> | null;
  readonly new: Pick<Located, "file" | "pointer"> | null;
  readonly detail?: string;
}

/** Tells a difference once for each scope. */
export function report(comparison: Comparison, scopes: readonly Scope[], found: Found): void {
  const { rule, message, at = [], detail } = found;
  for (const { holders, ...given } of scopes) {
    const { path, neutralPath: _, ...scope } = isOneSided(rule) ? given : neutral(given);
    const stability = comparison.stabilityOf(found.old, holders);
    comparison.changes.push({
      ...scope,
      rule,
      kind: "asyncapi",
      message,
      path: [...path, ...at].join(" › "),
      old: placeOf(found.old),
      new: placeOf(found.new),
      ...(detail === undefined ? null : { detail }),
      ...(stability === null ? null : { stability }),
    });
  }
}

/** True where a rule weighs differently for those who send and those who receive. */
function isOneSided(id: ReportedRule): boolean {
  const rule: Rule | undefined = (asyncapiRules as Rules)[id];
  return rule === undefined || typeof rule.level !== "string";
}

function neutral(scope: Omit<Scope, "holders">): Omit<Scope, "holders"> {
  const { neutralPath } = scope;
  if (neutralPath === undefined) return scope;
  return { ...scope, role: "both", direction: "both", path: neutralPath };
}

function placeOf(node: Found["old"]): Change["old"] {
  return node === null ? null : { file: node.file, pointer: node.pointer };
}

/** A value as messages show it: in backticks, shortened. */
export function show(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}
