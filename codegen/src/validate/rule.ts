import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Loaded } from "../load/load.ts";
import type { Built } from "../model/build.ts";
import type { Walked } from "./grammar/walk.ts";

/** What a rule reads. */
export interface RuleInput {
  readonly loaded: Loaded;
  readonly built: Built;
  /** What the walk over each document found. */
  readonly documents: { readonly asyncapi: Walked; readonly openapi: Walked };
}

/** Reads, never changes, and says what it found. */
export type Rule = (input: RuleInput) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;
