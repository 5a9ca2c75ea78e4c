import type { Span } from "../diagnostics/diagnostic.ts";
import type { Direction } from "../findings/finding.ts";
import type { ContractKind, Role } from "../findings/rule.ts";

/** A place in one version of a contract. */
export interface Place {
  /** Workspace-relative file. */
  readonly file: string;
  /** JSON pointer, or the qualified name in a proto file. */
  readonly pointer: string;
  /** Default: `key`, or the value where there is no key. */
  readonly part?: "key" | "value";
  /** Known position (findings of buf and GraphQL); wins over the pointer. */
  readonly span?: Span;
}

/** How settled a thing is; `alpha` is exempt from the rules, `beta` only warns. Default: stable. */
export type Stability = "alpha" | "beta" | "stable";

/** One difference that a comparer found: raw, before settings, baseline, approvals and topology. */
export interface Change {
  /** Id in the catalog; for buf `proto/<BUF_RULE>`. */
  readonly rule: string;
  readonly kind: ContractKind;
  /** Decides the level of a rule whose level depends on the direction. */
  readonly role: Role;
  readonly message: string;
  /** See `Finding.path`. Segments are joined with ` › `. */
  readonly path: string;
  readonly operation?: string;
  readonly channel?: string;
  /** Type of the message, for AsyncAPI. */
  readonly messageType?: string;
  readonly direction?: Direction;
  /** Id of the service that owns the operation (`x-berrys-service`), where it is stated. */
  readonly owner?: string;
  /** Null: not in this version. */
  readonly old: Place | null;
  /** Null: not in this version; the comparer gives the nearest ancestor that still is there, where it knows one. */
  readonly new: Place | null;
  /** Tells apart changes that share rule and path, e.g. the enum value. Part of the fingerprint. */
  readonly detail?: string;
  readonly stability?: Stability;
  /** True when the change is seen from the end of a message that does not own it; see `isCounterpart`. */
  readonly counterpart?: boolean;
}
