import type { Place } from "../compat/change.ts";
import type { Side } from "../compat/side.ts";
import type { ContractKind, Level } from "../findings/rule.ts";

/** A replacement of text that `lint --fix` makes; offsets are UTF-16 code units into the file, end exclusive. */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One mistake that a lint rule or engine found: raw, before settings, baseline and approvals. */
export interface LintMistake {
  /** Id in the catalog, e.g. `rest/plural-collections`; for engines `buf/<RULE>`, `redocly/<rule>`, `asyncapi-parser/<code>`. */
  readonly rule: string;
  readonly kind: ContractKind;
  /**
   * Instead of the catalog's level, where it depends on more than the rule: `redocly.yaml` of the user, or a document
   * that is not Berrys'. Settings in berrys.yaml win.
   */
  readonly level?: Level;
  readonly message: string;
  /** See `Finding.path`. */
  readonly path: string;
  readonly place: Place;
  /** A second place, e.g. the other declaration of one entity. */
  readonly related?: Place;
  readonly operation?: string;
  readonly channel?: string;
  readonly messageType?: string;
  /** Ids of the services it concerns. */
  readonly services?: readonly string[];
  readonly detail?: string;
  /** An action. */
  readonly hint?: string;
  /** Mends it mechanically, without changing what the contract means; absent: only people can. */
  readonly fix?: readonly Edit[];
}

/** What rules look at: parsed documents, model, topology, settings. All of it is read-only. */
export type LintInput = Side;

/** One rule, one file: a pure function. Whether it counts, and how much, is the catalog's and the settings' business. */
export type LintCheck = (input: LintInput) => readonly LintMistake[];

/** A check that loads a heavy library when it is run. */
export type LazyCheck = (input: LintInput) => Promise<readonly LintMistake[]>;
