import type { Located } from "../../../load/reference.ts";
import type { Shape } from "./shapes.ts";
import type { Limit } from "./views.ts";

/** A `contains` with the numbers of items that it asks for. */
export interface Contained {
  readonly at: Located;
  /** `minContains`; null where it is not written, which means one. */
  readonly min: Limit | null;
  /** `maxContains`; null where it is not written, which means any number. */
  readonly max: Limit | null;
}

/** Every `contains` of a shape. */
export function containedIn({ parts }: Pick<Shape, "parts">): readonly Contained[] {
  return parts.flatMap((part) => {
    const at = part.get("contains");
    const limit = (name: string): Limit | null => {
      const keyword = part.get(name);
      return typeof keyword?.value === "number"
        ? { value: keyword.value, exclusive: false, at: keyword }
        : null;
    };
    return at === undefined ? [] : [{ at, min: limit("minContains"), max: limit("maxContains") }];
  });
}

/** True when a list needs to contain nothing and may contain anything: only what is unevaluated depends on it. */
export function asksNothing({ min, max }: Contained): boolean {
  return min?.value === 0 && max === null;
}
