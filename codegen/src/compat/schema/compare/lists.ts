import { containedIn } from "../shape/contained.ts";
import type { Shape } from "../shape/shapes.ts";
import { typeBits } from "../shape/types.ts";
import {
  isItemForbidden,
  itemIn,
  keywordsIn,
  type Limit,
  limitIn,
  tupleLength,
} from "../shape/views.ts";
import { compareLimit } from "./scalars.ts";
import { placeIn, type Scene } from "./scene.ts";
import { compareUnevaluated } from "./unevaluated.ts";

interface ListView {
  readonly min: Limit | null;
  readonly max: Limit | null;
  readonly tuple: number;
  readonly isClosed: boolean;
  /** The most items that a list can have. */
  readonly most: number;
}

function listView(shape: Shape): ListView {
  const min = limitIn(shape, ["minItems"], "least");
  const max = limitIn(shape, ["maxItems"], "most");
  const tuple = tupleLength(shape);
  const isClosed = isItemForbidden(shape, null);
  const most = Math.min(
    max?.value ?? Number.POSITIVE_INFINITY,
    isClosed ? tuple : Number.POSITIVE_INFINITY,
  );
  return { min: min?.value === 0 ? null : min, max, tuple, isClosed, most };
}

/** Lists: sizes, items, uniqueness. */
export function compareLists(scene: Scene): void {
  const old = listView(scene.old);
  const now = listView(scene.now);
  compareLimit(scene, "min-items", old.min, now.min);
  compareLimit(scene, "max-items", old.max, now.max, (limit, side) => {
    return (side === "old" ? old : now).most <= limit.value;
  });
  if (now.isClosed && old.most > now.tuple)
    closing(scene, "items-closed", `% takes no more than ${now.tuple} items any more`);
  if (old.isClosed && now.most > old.tuple)
    closing(scene, "items-opened", `% may now have more than ${old.tuple} items`);
  const most = Math.min(old.most, now.most);
  const tuple = Math.max(old.tuple, now.tuple);
  for (let index = 0; index < Math.min(tuple, most); index += 1)
    compareItem(scene, index, `[${index}]`);
  if (most > tuple) compareItem(scene, null, "[]");
  compareUnevaluated(scene, "items");
  compareUnique(scene, old, now);
}

/** Items at a place. What a list contains may have properties that the `contains` alone describes. */
function compareItem(scene: Scene, index: number | null, segment: string): void {
  const [old, now] = [itemIn(scene.old, index), itemIn(scene.now, index)];
  scene.edge(old, now, segment);
  if (scene.reading === "strict") return;
  const structured = typeBits.array | typeBits.object;
  const ways = (shape: Shape, side: "old" | "new") =>
    containedIn(shape).filter(({ at }) => {
      return (scene.shapes.types(scene.shapes.of([at], side)) & structured) !== 0;
    });
  if (now.length > 0)
    for (const { at } of ways(scene.old, "old"))
      scene.edge([...old, at], now, segment, "narrow", "partial");
  if (old.length > 0)
    for (const { at } of ways(scene.now, "new"))
      scene.edge(old, [...now, at], segment, "widen", "partial");
}

function closing(scene: Scene, kind: "items-closed" | "items-opened", message: string): void {
  const place = (shape: Shape) =>
    placeIn(shape, keywordsIn(shape, "items")[0] ?? keywordsIn(shape, "prefixItems")[0]);
  scene.change({ kind, message, old: place(scene.old), now: place(scene.now) });
}

function compareUnique(scene: Scene, oldView: ListView, nowView: ListView): void {
  const [old, now] = [scene.old, scene.now].map((shape) =>
    keywordsIn(shape, "uniqueItems").find(({ value }) => value === true),
  );
  if ((old === undefined) === (now === undefined)) return;
  // A list of one item repeats nothing.
  if ((old === undefined ? oldView : nowView).most < 2) return;
  scene.change({
    kind: now === undefined ? "unique-items-removed" : "unique-items-added",
    message: now === undefined ? "items of % may now repeat" : "items of % must now differ",
    old: placeIn(scene.old, old),
    now: placeIn(scene.now, now),
  });
}
