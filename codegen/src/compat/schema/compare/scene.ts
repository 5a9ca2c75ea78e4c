import type { Located } from "../../../load/reference.ts";
import type { Place } from "../../change.ts";
import type { SchemaUse } from "../compare-schemas.ts";
import type { SchemaChangeKind } from "../kinds.ts";
import type { Shape, Shapes } from "../shape/shapes.ts";
import type { Claim } from "./graph.ts";

/** Directions that a comparison counts for. */
export type Directions = "narrow" | "widen" | "both";

/**
 * How names are read. `open`: objects may have more than they name. `strict`: what holds for every instance. `partial`: as
 * open, but one side is joined with what only some of its values satisfy, so that what it closes is not lost for all.
 */
export type Reading = "open" | "strict" | "partial";

/** A change as the comparison of two shapes finds it; `%` in the message stands for the value's name. */
export interface OwnChange {
  readonly kind: SchemaChangeKind;
  readonly message: string;
  readonly old: Place | null;
  readonly now: Place | null;
  readonly detail?: string;
  /** The property it is about, where it is one of the object. */
  readonly property?: string;
  /** Only counts once the claim is refuted; absent: always. */
  readonly unless?: Claim;
}

/** A comparison that a comparison leads to. */
export interface Edge {
  /** `name`, `[]`, `*`; null: the same value. */
  readonly segment: string | null;
  readonly pair: Pair;
  readonly directions: Directions;
  /** Not followed for the verdict, only for reports. */
  readonly isReportOnly: boolean;
  /** Claims of the alternative on either side: changes that narrow count unless the old one is covered, and so on. */
  readonly covered?: { readonly narrow: Claim; readonly widen: Claim };
}

/** Two shapes and what was found about them. */
export interface Pair {
  readonly old: Shape;
  readonly now: Shape;
  readonly reading: Reading;
  /** The old shape is within the new one. */
  readonly narrow: Claim;
  /** The new shape is within the old one. */
  readonly widen: Claim;
  readonly changes: OwnChange[];
  readonly edges: Edge[];
}

/** What comparisons of keywords work with: two shapes of one group of types. */
export interface Scene {
  readonly pair: Pair;
  readonly old: Shape;
  readonly now: Shape;
  readonly reading: Reading;
  readonly shapes: Shapes;
  readonly surface: SchemaUse["surface"];
  /** Notes a change. */
  change(change: OwnChange): void;
  /** Compares inner schemas and takes their changes over. */
  edge(
    old: readonly Located[],
    now: readonly Located[],
    segment: string | null,
    directions?: Directions,
    reading?: Reading,
  ): void;
  /** A pair on its own, for claims. */
  pairOf(old: Shape, now: Shape, reading: Reading): Pair;
}

/** The place of a keyword. */
export function placeOf({ file, pointer }: Located, part?: "value"): Place {
  return part === undefined ? { file, pointer } : { file, pointer, part };
}

/** Where a shape is written: its first part. */
export function placeOfShape({ parts }: Shape): Place | null {
  const [first] = parts;
  return first === undefined ? null : placeOf(first.at, "value");
}

/** The place of a keyword, or of the shape where it has none. */
export function placeIn(shape: Shape, keyword: Located | null | undefined): Place | null {
  return keyword ? placeOf(keyword) : placeOfShape(shape);
}
