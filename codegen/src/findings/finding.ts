import type { Span } from "../diagnostics/diagnostic.ts";
import type { ContractKind, Level } from "./rule.ts";

/** Which way the value travels, in the words of its contract. */
export type Direction = "request" | "response" | "send" | "receive" | "both";

/**
 * One line of a verdict: a change between two versions of a contract, or a mistake that lint found. Reports, baseline,
 * approvals and settings work on findings and know nothing about where they come from.
 */
export interface Finding {
  /** Rule id, e.g. `openapi/request-property-became-required`. */
  readonly id: string;
  readonly kind: ContractKind;
  readonly level: Level;
  /** One sentence with the element in backticks. */
  readonly message: string;
  /**
   * Where in the contract, in words that survive moving and renaming of components and files:
   * `POST /projects › request › application/json › name`. Never holds a line number.
   */
  readonly path: string;
  /** First operation it concerns: `POST /projects`, the key of an AsyncAPI operation, `berrys.planning.v1.PlanningService/GetPlan`. */
  readonly operation?: string;
  /** All operations, where it concerns more than one (a shared schema). */
  readonly operations?: readonly string[];
  /** Address of the AsyncAPI channel. */
  readonly channel?: string;
  /** Type (name) of the AsyncAPI message. */
  readonly messageType?: string;
  readonly direction?: Direction;
  /** Place in the new version, or in what was linted; the nearest existing ancestor of something removed. */
  readonly location: Span | null;
  /** Place in the old version; lint and additions have none. */
  readonly against?: Span;
  /** A second place in what was linted, e.g. the other declaration of one entity. */
  readonly related?: Span;
  /** 16 hex digits over rule, path and what tells two findings at one path apart; stable across edits elsewhere. */
  readonly fingerprint: string;
  /** Ids of the services that are hurt, sorted. */
  readonly affected: readonly string[];
  /** What to do, as an action. */
  readonly hint?: string;
  /** True when `lint --fix` can mend it. */
  readonly fixable?: boolean;
}
