import { accepts } from "../shape/accepts.ts";
import { cutsOf } from "../shape/pieces.ts";
import { cutsIn, type Shape } from "../shape/shapes.ts";
import { type Claim, createClaim, rest } from "./graph.ts";
import type { Scene } from "./scene.ts";
import { fixedValues } from "./values.ts";

/** Cuts on top of each other; what is still not within one alternative then counts as refused. */
const mostCuts = 3;

/**
 * The claim that several alternatives together accept what one alternative of the other side accepts, though none does
 * alone: it is cut into pieces, and each piece is compared with all of the other side. Null where there is no way to cut.
 */
export function coverOf(
  scene: Scene,
  branch: Shape,
  others: readonly Shape[],
  direction: "narrow" | "widen",
): Claim | null {
  if (others.length < 2 || cutsIn(branch) >= mostCuts) return null;
  const whole = direction === "narrow" ? scene.now : scene.old;
  const fixed = fixedValues(scene.shapes, branch);
  if (fixed !== null) {
    const isTaken = fixed.every(({ value }) => accepts(scene.shapes, whole, value) === true);
    return isTaken ? createClaim("all") : null;
  }
  const pieces = piecesOf(scene, branch, others);
  if (pieces.length === 0 || pieces.includes(branch)) return null;
  const claim = createClaim("all");
  const claims = pieces.map((piece) =>
    direction === "narrow"
      ? scene.pairOf(piece, whole, scene.reading).narrow
      : scene.pairOf(whole, piece, scene.reading).widen,
  );
  rest(claim, [...new Set(claims)]);
  return claim;
}

function piecesOf({ shapes }: Scene, branch: Shape, others: readonly Shape[]): readonly Shape[] {
  const [union] = branch.unions;
  if (union !== undefined) return union.branches.map((at) => shapes.choose(branch, union, at));
  return cutsOf(shapes, branch, others).map((cut) => shapes.cut(branch, cut));
}
