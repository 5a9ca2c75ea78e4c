import type { Level } from "../../../findings/rule.ts";

/**
 * What a change does to the set of accepted values: `narrows` (fewer), `widens` (more), `both`, `undecided` (cannot be told),
 * `none`.
 */
export type Effect = "narrows" | "widens" | "both" | "undecided" | "none";

/** What is known about a kind of schema change, apart from where it happens. */
export interface SchemaKindInfo {
  readonly effect: Effect;
  /** Level by role, where it is not the one of the effect. */
  readonly levels?: { readonly reader: Level; readonly writer: Level };
  /** Title of its rules; `%` stands for the surface, e.g. `a request body`. */
  readonly title: string;
  /** What old writers still send and new readers refuse: `values without the property`. */
  readonly refused?: string;
  /** What new writers send and old readers do not expect: `a value that is missing`. */
  readonly surprise?: string;
  /** The whole explanation, where the two clauses do not tell it. */
  readonly note?: string;
  /** Safe way for what narrows (readers). */
  readonly fixReader?: string;
  /** Safe way for what widens (writers). */
  readonly fixWriter?: string;
}

/** A kind that lets fewer values in. */
export function narrows(title: string, refused: string, fixReader: string): SchemaKindInfo {
  return { effect: "narrows", title, refused, fixReader };
}

/** A kind that lets more values in. */
export function widens(title: string, surprise: string, fixWriter: string): SchemaKindInfo {
  return { effect: "widens", title, surprise, fixWriter };
}

/** A kind that does both. */
export function changes(
  title: string,
  [refused, surprise]: readonly [refused: string, surprise: string],
  fix: string,
): SchemaKindInfo {
  return { effect: "both", title, refused, surprise, fixReader: fix, fixWriter: fix };
}

/** A kind of which nobody can tell by computing what it does. */
export function undecided(title: string, note: string, fix: string): SchemaKindInfo {
  return { effect: "undecided", title, note, fixReader: fix, fixWriter: fix };
}

/** A kind that changes no accepted value; `levels` where it still changes how programs behave. */
export function neutral(
  title: string,
  note: string,
  fix: string,
  levels?: SchemaKindInfo["levels"],
): SchemaKindInfo {
  const info = { effect: "none", title, note, fixReader: fix, fixWriter: fix } as const;
  return levels === undefined ? info : { ...info, levels };
}
