import type { Located } from "../../../load/reference.ts";
import { type Pair, placeIn, type Scene } from "./scene.ts";

/** Notes how a schema that is summed up in one change became narrower, wider or other. */
export function summed(
  scene: Scene,
  pair: Pair,
  [name, noun]: readonly [name: "property-names" | "contains", noun: string],
  at: { readonly old: Located | undefined; readonly now: Located | undefined },
): void {
  const places = { old: placeIn(scene.old, at.old), now: placeIn(scene.now, at.now) };
  scene.change({
    kind: `${name}-narrowed`,
    message: `${noun} of % allow less`,
    ...places,
    unless: pair.narrow,
  });
  scene.change({
    kind: `${name}-widened`,
    message: `${noun} of % allow more`,
    ...places,
    unless: pair.widen,
  });
}
