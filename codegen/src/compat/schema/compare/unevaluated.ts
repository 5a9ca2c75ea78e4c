import type { Located } from "../../../load/reference.ts";
import { asksNothing, containedIn } from "../shape/contained.ts";
import { evaluationOf } from "../shape/evaluated.ts";
import { plainness } from "../shape/plainness.ts";
import type { Shape } from "../shape/shapes.ts";
import { keywordsIn } from "../shape/views.ts";
import { allOf, anyOf, type Claim } from "./graph.ts";
import { placeIn, type Scene } from "./scene.ts";

interface Vague {
  /** What is evaluated for some values only, as one text. */
  readonly key: string;
  /** The schemas that hold for what is left. */
  readonly rest: readonly Located[];
  /** What items may be to count as evaluated, though no list needs to contain them: nothing else tells of it. */
  readonly contained: readonly Located[];
}

const keywords = {
  properties: { own: "additionalProperties", rest: "unevaluatedProperties" },
  items: { own: "items", rest: "unevaluatedItems" },
} as const;

/**
 * What is left unevaluated can depend on alternatives, conditions and `contains`. Where these differ it is not computed;
 * where they are the same, what is left compares as such.
 */
export function compareUnevaluated(scene: Scene, of: keyof typeof keywords): void {
  const [old, now] = [vagueIn(scene.old, of), vagueIn(scene.now, of)];
  const isSame = old.key === now.key && old.contained.length === now.contained.length;
  if (isSame && old.key !== "") scene.edge(old.rest, now.rest, of === "items" ? "[]" : "*");
  if (isSame && old.contained.length === 0) return;
  const keyword = keywords[of].rest;
  scene.change({
    kind: "unevaluated-undecided",
    message: `which ${of} of % \`${keyword}\` is about changed, and it cannot be computed how`,
    old: placeIn(scene.old, keywordsIn(scene.old, keyword)[0]),
    now: placeIn(scene.now, keywordsIn(scene.now, keyword)[0]),
    detail: of,
    ...(isSame ? { unless: sameContained(scene, old, now) } : {}),
  });
}

function sameContained({ shapes, pairOf }: Scene, old: Vague, now: Vague): Claim {
  const equal = (before: Located, after: Located): Claim => {
    const pair = pairOf(shapes.of([before], "old"), shapes.of([after], "new"), "strict");
    return allOf([pair.narrow, pair.widen]);
  };
  return allOf([
    ...old.contained.map((before) => anyOf(now.contained.map((after) => equal(before, after)))),
    ...now.contained.map((after) => anyOf(old.contained.map((before) => equal(before, after)))),
  ]);
}

function vagueIn(shape: Shape, of: keyof typeof keywords): Vague {
  const { own, rest } = keywords[of];
  const keys: string[] = [];
  const schemas: Located[] = [];
  const contained: Located[] = [];
  for (const part of shape.parts) {
    const at = part.get(rest);
    if (at === undefined || part.get(own) !== undefined || plainness(part, at) === "anything")
      continue;
    const { always, perhaps } = evaluationOf(shape, part);
    if (always.some((one) => one !== part && (one.get(own) ?? one.get(rest)) !== undefined))
      continue;
    const named = new Set(always.flatMap((one) => namesOf(one.get("properties")?.value)));
    const entries = [...perhaps].filter(
      (entry) => entry.startsWith("[") === (of === "items") && !named.has(entry),
    );
    if (entries.length === 0) continue;
    keys.push(entries.sort().join("\n"));
    schemas.push(at);
    if (of === "items")
      contained.push(
        ...containedIn({ parts: always })
          .filter(asksNothing)
          .map((one) => one.at),
      );
  }
  return { key: keys.sort().join("\n\n"), rest: schemas, contained };
}

function namesOf(properties: unknown): readonly string[] {
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}
