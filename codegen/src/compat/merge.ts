import { type Level, worse } from "../findings/rule.ts";
import type { Change, Place } from "./change.ts";

/** Changes that are one and the same place in both versions, and every operation that sees them. */
export interface MergedChange {
  /** The first of them, in document order. */
  readonly change: Change;
  /** Operations of all of them, without repetition. */
  readonly operations: readonly string[];
  /** All of them; for who is hurt. */
  readonly uses: readonly Change[];
}

type LevelOf = (change: Change) => Level;

/**
 * A change in a schema that a hundred operations share is one finding, not a hundred. What a place means for one role is
 * left out where it is worse for the other: that old readers fail matters, that old writers do not is no second line.
 */
export function mergeChanges(changes: readonly Change[], level: LevelOf): readonly MergedChange[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([
      change.rule,
      change.role,
      level(change),
      change.detail,
      placeKey(change.old),
      placeKey(change.new),
      // Without a place of its own, only the path says what it is.
      change.old === null || change.new === null ? change.path : null,
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return dropMilder([...groups.values()], level).map((uses) => ({
    change: uses[0] as Change,
    operations: [...new Set(uses.flatMap(({ operation }) => operation ?? []))],
    uses,
  }));
}

function dropMilder(
  groups: readonly (readonly Change[])[],
  level: LevelOf,
): readonly (readonly Change[])[] {
  const worst = new Map<string, Level>();
  const owned = new Map<string, Level>();
  const keyOf = ({ rule, detail, old, new: now }: Change) =>
    old === null || now === null
      ? null
      : JSON.stringify([rule, detail, placeKey(old), placeKey(now)]);
  for (const [change] of groups) {
    const key = change === undefined ? null : keyOf(change);
    if (change === undefined || key === null) continue;
    worst.set(key, worse(worst.get(key) ?? "info", level(change)));
    if (!change.counterpart) owned.set(key, worse(owned.get(key) ?? "info", level(change)));
  }
  return groups.filter(([change]) => {
    if (change === undefined) return false;
    const key = keyOf(change);
    if (key === null) return true;
    // What its owner does wrong is told once, from the owner's end.
    const told = change.counterpart ? owned.get(key) : undefined;
    if (told !== undefined && worse(told, level(change)) === told) return false;
    return level(change) !== "info" || worst.get(key) === "info";
  });
}

function placeKey(place: Place | null): string | null {
  if (place === null) return null;
  const { file, pointer, span } = place;
  return span === undefined ? `${file}#${pointer}` : `${file}:${span.line}:${span.column}`;
}
