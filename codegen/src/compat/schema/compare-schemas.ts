import type { Role } from "../../findings/rule.ts";
import type { Located } from "../../load/reference.ts";
import type { Place } from "../change.ts";
import type { ContractTree } from "../tree.ts";
import type { SchemaChangeKind } from "./kinds.ts";

/** One difference between two schemas. */
export interface SchemaChange {
  /** Becomes the rule `<group>/<surface>-<kind>`, e.g. `openapi/request-property-became-required`. */
  readonly kind: SchemaChangeKind;
  /** Where in the instance: `["items[]", "name"]`; empty: the value itself. */
  readonly path: readonly string[];
  /** One sentence, e.g. `` `name` is now required ``. */
  readonly message: string;
  readonly old: Place | null;
  readonly new: Place | null;
  /** Tells apart changes of one kind at one path (the enum value, the type). */
  readonly detail?: string;
}

/** What a comparison is made for. */
export interface SchemaUse {
  readonly role: Role;
  /** OpenAPI: `request` leaves readOnly properties out, `response` writeOnly ones. */
  readonly surface?: "request" | "response";
}

/** Compares schemas of two versions of a document; remembers what it has compared. */
export interface SchemaComparer {
  /**
   * Changes between two schemas, in the order of the new (then old) schema. Null stands for "no schema": anything.
   * No change of level `error` or `warn` for a reader means: what was accepted and promised by the old schema is accepted
   * by the new one, reading objects as open (a property that the old schema does not declare is not sent). For a writer
   * the other way round.
   */
  compare(old: Located | null, now: Located | null, use: SchemaUse): readonly SchemaChange[];
}

/** A comparer for two trees. Trees of different dialects (OpenAPI 3.0 ↔ 3.1, draft-07 ↔ 2020-12) compare by meaning. */
export declare function createSchemaComparer(old: ContractTree, now: ContractTree): SchemaComparer;
