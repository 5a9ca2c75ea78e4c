import type { Located } from "../../../load/reference.ts";
import type { Place } from "../../change.ts";
import type { SchemaChangeKind } from "../kinds.ts";
import { conditionalPatterns, sentNames, waysOf } from "../shape/sent.ts";
import type { Shape } from "../shape/shapes.ts";
import {
  keywordsIn,
  type Limit,
  limitIn,
  type PropertyView,
  patternsOf,
  propertyIn,
  propertyNames,
  type Rest,
  requiredIn,
  restIn,
} from "../shape/views.ts";
import { isImpossible } from "../values/patterns.ts";
import { compareLimit } from "./scalars.ts";
import { placeIn, placeOf, type Scene } from "./scene.ts";
import { compareUnevaluated } from "./unevaluated.ts";

/** Objects: properties, required ones, the rest, patterns, sizes. */
export function compareObjects(scene: Scene): void {
  compareProperties(scene);
  compareRest(scene, restIn(scene.old), restIn(scene.now));
  comparePatternProperties(scene);
  compareUnevaluated(scene, "properties");
  compareSizes(scene);
}

interface Member {
  readonly name: string;
  readonly old: PropertyView;
  readonly now: PropertyView;
  readonly oldRequired: Located | undefined;
  readonly nowRequired: Located | undefined;
}

function compareProperties(scene: Scene): void {
  const oldRequired = requiredIn(scene.old);
  const nowRequired = requiredIn(scene.now);
  const names = new Set([
    ...propertyNames(scene.now),
    ...propertyNames(scene.old),
    ...nowRequired.keys(),
    ...oldRequired.keys(),
    ...sentNames(scene.now),
    ...sentNames(scene.old),
  ]);
  for (const name of names) {
    const member: Member = {
      name,
      old: propertyIn(scene.old, name),
      now: propertyIn(scene.now, name),
      oldRequired: oldRequired.get(name),
      nowRequired: nowRequired.get(name),
    };
    if (!compareHidden(scene, member)) compareMember(scene, member);
  }
}

/** Properties that do not travel this way; true when that settles the property. */
function compareHidden(scene: Scene, member: Member): boolean {
  if (scene.surface === undefined) return false;
  const [keyword, word] =
    scene.surface === "request"
      ? (["readOnly", "read-only"] as const)
      : (["writeOnly", "write-only"] as const);
  const hidden = (view: PropertyView, side: "old" | "new") =>
    view.named !== null &&
    scene.shapes
      .of(view.schemas, side)
      .parts.map((part) => part.get(keyword))
      .find((found) => found?.value === true);
  const old = hidden(member.old, "old");
  const now = hidden(member.now, "new");
  if (!old && !now) return false;
  if (old && now) return true;
  const isNew = old ? member.now.named === null : member.old.named === null;
  // A property that comes or goes hidden never travelled.
  if (isNew) return true;
  note(scene, member, {
    kind: now ? `property-became-${word}` : `property-no-longer-${word}`,
    message: now ? `% is now ${word}` : `% is no longer ${word}`,
    old: old ? placeOf(old) : undefined,
    now: now ? placeOf(now) : undefined,
  });
  if (old && member.nowRequired)
    note(scene, member, { kind: "property-became-required", message: "% is now required" });
  return true;
}

interface Note {
  readonly kind: SchemaChangeKind;
  readonly message: string;
  readonly old?: Place | undefined;
  readonly now?: Place | undefined;
}

function note(scene: Scene, member: Member, { kind, message, old, now }: Note): void {
  scene.change({
    kind,
    message,
    property: member.name,
    old: old ?? placeIn(scene.old, member.old.named ?? keywordsIn(scene.old, "properties")[0]),
    now: now ?? placeIn(scene.now, member.now.named ?? keywordsIn(scene.now, "properties")[0]),
  });
}

function compareMember(scene: Scene, member: Member): void {
  const { name, old, now } = member;
  if (old.forbiddenBy !== null && now.forbiddenBy !== null) return;
  if (old.named === null && now.named !== null) {
    added(scene, member);
    return;
  }
  if (old.named !== null && now.named === null) {
    removed(scene, member);
    return;
  }
  if (old.named !== null) scene.edge(old.schemas, now.schemas, name);
  else {
    compareSent(scene, member, "narrow");
    compareSent(scene, member, "widen");
  }
  compareRequired(scene, member);
}

/** A property that a side does not describe can still come from it, where it speaks of it. */
function compareSent(
  scene: Scene,
  { name, old, now }: Member,
  direction: "narrow" | "widen",
): void {
  const [sender, taker] = direction === "narrow" ? [old, now] : [now, old];
  if (sender.forbiddenBy !== null || taker.schemas.length === 0) return;
  for (const way of waysOf(direction === "narrow" ? scene.old : scene.now, name))
    if (direction === "narrow") scene.edge([...old.schemas, ...way], now.schemas, name, direction);
    else scene.edge(old.schemas, [...now.schemas, ...way], name, direction);
}

/** A property may be required whether it is described or not. */
function compareRequired(scene: Scene, member: Member): void {
  const { oldRequired, nowRequired } = member;
  if (nowRequired && !oldRequired)
    note(scene, member, {
      kind: "property-became-required",
      message: "% is now required",
      now: placeOf(nowRequired),
    });
  if (oldRequired && !nowRequired)
    note(scene, member, {
      kind: "property-became-optional",
      message: "% is no longer required",
      old: placeOf(oldRequired),
    });
}

function added(scene: Scene, member: Member): void {
  const { name, old, now, oldRequired, nowRequired } = member;
  const isRequired = nowRequired !== undefined && oldRequired === undefined;
  const isClosed = old.forbiddenBy !== null;
  const kind = isRequired
    ? isClosed
      ? "required-property-added-to-closed"
      : "required-property-added"
    : isClosed
      ? "property-added-to-closed"
      : "property-added";
  const message = `% was added${isRequired ? " and is required" : ""}${isClosed ? ", and the object was closed" : ""}`;
  note(scene, member, { kind, message });
  if (!isRequired) compareRequired(scene, member);
  if (isClosed) return;
  if (old.isMapped) scene.edge(old.schemas, now.schemas, name);
  else if (scene.reading === "strict") scene.edge([], now.schemas, name, "narrow");
  else compareSent(scene, member, "narrow");
}

function removed(scene: Scene, member: Member): void {
  const { name, old, now, oldRequired } = member;
  const isClosed = now.forbiddenBy !== null;
  if (isClosed && scene.reading === "partial") return;
  const kind = isClosed
    ? "property-removed-from-closed"
    : oldRequired
      ? "required-property-removed"
      : "property-removed";
  const message = `%${oldRequired ? ", which was required," : ""} was removed${isClosed ? ", and the object is closed" : ""}`;
  note(scene, member, { kind, message });
  if (!oldRequired) compareRequired(scene, member);
  if (now.isMapped && !isClosed) scene.edge(old.schemas, now.schemas, name);
}

function isFree(shape: Shape): boolean {
  return (
    propertyNames(shape).length === 0 && shape.parts.every((part) => patternsOf(part).length === 0)
  );
}

function compareRest(scene: Scene, old: Rest, now: Rest): void {
  if (old.kind === "map" && now.kind === "map") {
    scene.edge(old.schemas, now.schemas, "*");
    return;
  }
  if (old.kind === now.kind) return;
  const [kind, message] = restChange(old.kind, now.kind, {
    old: isFree(scene.old),
    now: isFree(scene.now),
  });
  scene.change({
    kind,
    message,
    old: placeIn(scene.old, old.kind === "open" ? null : old.at),
    now: placeIn(scene.now, now.kind === "open" ? null : now.at),
  });
}

function restChange(
  old: Rest["kind"],
  now: Rest["kind"],
  free: { readonly old: boolean; readonly now: boolean },
): readonly [SchemaChangeKind, string] {
  switch (`${old} ${now}` as const) {
    case "open closed":
      return free.old
        ? ["map-closed", "% takes no keys of its own any more"]
        : ["additional-properties-closed", "% takes no further properties any more"];
    case "closed open":
      return free.now
        ? ["map-opened", "% may now have any keys"]
        : ["additional-properties-opened", "% may now have further properties"];
    case "open map":
      return free.old
        ? ["map-restricted", "values of % must now fit a schema"]
        : ["additional-properties-restricted", "further properties of % must now fit a schema"];
    case "map open":
      return free.now
        ? ["map-unrestricted", "values of % need not fit a schema any more"]
        : [
            "additional-properties-unrestricted",
            "further properties of % need not fit a schema any more",
          ];
    case "map closed":
      return ["map-closed", "% takes no keys of its own any more"];
    default:
      return ["map-opened", "% may now have any keys"];
  }
}

function comparePatternProperties(scene: Scene): void {
  const [old, now] = [patternsIn(scene.old), patternsIn(scene.now)];
  for (const [pattern, schemas] of now) {
    const segment = `/${pattern}/`;
    const before = old.get(pattern);
    if (before !== undefined) {
      scene.edge(before, schemas, segment);
      continue;
    }
    const rest = restIn(scene.old);
    patternChange(scene, "added", pattern, rest, { old: undefined, now: schemas[0] });
    if (rest.kind === "map") scene.edge(rest.schemas, schemas, segment);
    else if (rest.kind === "open" && scene.reading === "strict")
      scene.edge([], schemas, segment, "narrow");
    for (const [other, inner] of old)
      if (mayShare(pattern, other)) scene.edge(inner, schemas, segment, "narrow");
    for (const one of conditionalPatterns(scene.old))
      if (mayShare(pattern, one.pattern)) scene.edge([one.schema], schemas, segment, "narrow");
  }
  for (const [pattern, schemas] of old) {
    if (now.has(pattern)) continue;
    const segment = `/${pattern}/`;
    const rest = restIn(scene.now);
    patternChange(scene, "removed", pattern, rest, { old: schemas[0], now: undefined });
    if (rest.kind === "map") scene.edge(schemas, rest.schemas, segment);
    for (const [other, inner] of now)
      if (mayShare(pattern, other)) scene.edge(schemas, inner, segment, "widen");
    for (const one of conditionalPatterns(scene.now))
      if (mayShare(pattern, one.pattern)) scene.edge(schemas, [one.schema], segment, "widen");
  }
}

function mayShare(a: string, b: string): boolean {
  const result = isImpossible([
    { kind: "pattern", pattern: a },
    { kind: "pattern", pattern: b },
  ]);
  return !("decided" in result && result.decided);
}

function patternChange(
  scene: Scene,
  move: "added" | "removed",
  pattern: string,
  rest: Rest,
  at: { readonly old: Located | undefined; readonly now: Located | undefined },
): void {
  if (move === "removed" && rest.kind === "closed" && scene.reading === "partial") return;
  const suffix = move === "added" ? "-to-closed" : "-from-closed";
  scene.change({
    kind: `pattern-property-${move}${rest.kind === "closed" ? suffix : ""}` as SchemaChangeKind,
    message: `properties of % that match \`${pattern}\` were ${move}`,
    old: placeIn(scene.old, at.old),
    now: placeIn(scene.now, at.now),
    detail: pattern,
  });
}

function patternsIn(shape: Shape): ReadonlyMap<string, readonly Located[]> {
  const found = new Map<string, Located[]>();
  for (const part of shape.parts)
    for (const { pattern, schema } of patternsOf(part))
      found.set(pattern, [...(found.get(pattern) ?? []), schema]);
  return found;
}

function compareSizes(scene: Scene): void {
  const least = (shape: Shape): Limit | null => {
    const limit = limitIn(shape, ["minProperties"], "least");
    return limit === null || limit.value === 0 ? null : limit;
  };
  const implied = (limit: Limit, side: "old" | "new") =>
    requiredIn(side === "old" ? scene.old : scene.now).size >= limit.value;
  compareLimit(scene, "min-properties", least(scene.old), least(scene.now), implied);
  const [oldMost, nowMost] = [scene.old, scene.now].map((shape) =>
    limitIn(shape, ["maxProperties"], "most"),
  );
  compareLimit(scene, "max-properties", oldMost ?? null, nowMost ?? null, (limit, side) => {
    const shape = side === "old" ? scene.old : scene.now;
    const isBounded = restIn(shape).kind === "closed" && patternsIn(shape).size === 0;
    return isBounded && propertyNames(shape).length <= limit.value;
  });
}
