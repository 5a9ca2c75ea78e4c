import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Loaded } from "../load/load.ts";
import type { Located } from "../load/reference.ts";
import type { Built } from "../model/build.ts";

/** What a rule reads. */
export interface RuleInput {
  readonly loaded: Loaded;
  readonly built: Built;
  /** Every object of the documents by kind of the grammars (`message`, `schema`, `parameter`, …). */
  readonly nodes: {
    readonly asyncapi: ReadonlyMap<string, readonly Located[]>;
    readonly openapi: ReadonlyMap<string, readonly Located[]>;
  };
}

/** Reads, never changes, and says what it found. */
export type Rule = (input: RuleInput) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;
