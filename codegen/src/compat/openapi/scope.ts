import type { Direction } from "../../findings/finding.ts";
import type { Role } from "../../findings/rule.ts";
import { isObject, member, segmentsOf } from "../../load/pointer.ts";
import type { Change, Place, Stability } from "../change.ts";
import type { SchemaComparer } from "../schema/compare-schemas.ts";
import type { ContractTree } from "../tree.ts";
import type { OpenapiRule } from "./rules.ts";

/** What a comparison stands in: the two documents and the operation that is compared. */
export interface Scope {
  readonly old: ContractTree;
  readonly now: ContractTree;
  readonly schemas: SchemaComparer;
  /** The day on which sunsets are judged, `YYYY-MM-DD`. */
  readonly today: string;
  /** Beginning of every path, e.g. `POST /projects`; empty for the document itself. */
  readonly path: string;
  /** See `Change.operation`. */
  readonly operation?: string;
  /** See `Change.owner`. */
  readonly owner?: string;
  /** Of the old operation, its path or the old document. */
  readonly stability?: Stability;
  /** The same of the new version. */
  readonly nextStability?: Stability;
  /** True in callbacks and webhooks: the API sends the requests and others answer. */
  readonly isFlipped: boolean;
}

/** A change as the comparers of this folder state it. */
export interface Statement {
  readonly message: string;
  /** Segments after the path of the scope. */
  readonly at?: readonly string[];
  readonly old: Place | null;
  readonly new: Place | null;
  /** Which half of an exchange it is about; absent: both. */
  readonly direction?: "request" | "response";
  readonly detail?: string;
}

/** One change of the scope. */
export function change(scope: Scope, rule: OpenapiRule, statement: Statement): Change {
  return toChange(scope, rule, statement);
}

/** {@link change} for rules that are made elsewhere: those of schemas. */
export function toChange(scope: Scope, rule: string, statement: Statement): Change {
  const { message, at = [], old, direction, detail } = statement;
  const stability = nearestStability(scope.old, old) ?? scope.stability;
  return {
    rule,
    kind: "openapi",
    role: roleOf(scope, direction),
    message,
    path: [scope.path, ...at].filter((segment) => segment !== "").join(" › "),
    ...(scope.operation === undefined ? {} : { operation: scope.operation }),
    direction: direction ?? ("both" satisfies Direction),
    ...(scope.owner === undefined ? {} : { owner: scope.owner }),
    old,
    new: statement.new,
    ...(detail === undefined ? {} : { detail }),
    ...(stability === undefined ? {} : { stability }),
  };
}

/** The described API reads requests and writes responses; in callbacks the other way round. */
export function roleOf({ isFlipped }: Scope, direction: "request" | "response" | undefined): Role {
  if (direction === undefined) return "both";
  return (direction === "request") === isFlipped ? "writer" : "reader";
}

/** The stability that a value states, if it does. */
export function stabilityOf(value: unknown): Stability | undefined {
  const stated = member(value, "x-berrys-stability");
  return stated === "alpha" || stated === "beta" || stated === "stable" ? stated : undefined;
}

/** The stability that the place or what it stands in states, innermost first. */
function nearestStability(tree: ContractTree, place: Place | null): Stability | undefined {
  if (place === null) return undefined;
  let value = tree.sources.document(place.file)?.value;
  let found = stabilityOf(value);
  for (const segment of segmentsOf(place.pointer)) {
    if (!isObject(value) && !Array.isArray(value)) break;
    value = member(value, segment);
    found = stabilityOf(value) ?? found;
  }
  return found;
}
