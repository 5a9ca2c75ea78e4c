import type { Role } from "../../../findings/rule.ts";
import { worse } from "../../../findings/rule.ts";
import type { SchemaChange } from "../compare-schemas.ts";
import type { Effect } from "../kinds/kind-info.ts";
import { kindInfo, levelsOf } from "../kinds.ts";
import type { NotedPair } from "./engine.ts";
import type { Directions, Edge, OwnChange } from "./scene.ts";

interface Visit {
  readonly pair: NotedPair;
  readonly path: Path | null;
  readonly directions: Directions;
}

/** A path from its end; written out only where there is something to report. */
interface Path {
  readonly segment: string;
  readonly before: Path | null;
}

/** How often each pair was told so far, by role and directions. */
export type Told = Map<NotedPair, Map<string, number>>;

/**
 * What hundreds of operations share is told for the first of them alone: a change in each of thousands of schemas that
 * thousands of operations reach would be millions of lines that say the same.
 */
const mostTold = 50;

/** Segments of a path that are written out; chains of schemas can be thousands long. */
const longestPath = 40;

/** The changes of a pair and of all pairs below it, each at the first place where it is met. */
export function changesOf(pair: NotedPair, role: Role, told: Told): readonly SchemaChange[] {
  const found = new Map<string, SchemaChange>();
  const seen = new Set<string>();
  const numbers = new Map<NotedPair, number>();
  const numberOf = (one: NotedPair): number => {
    const known = numbers.get(one) ?? numbers.size;
    numbers.set(one, known);
    return known;
  };
  let level: Visit[] = [{ pair, path: null, directions: "both" }];
  while (level.length > 0) {
    const next: Visit[] = [];
    for (const visit of level) {
      const key = `${numberOf(visit.pair)} ${visit.directions}`;
      if (seen.has(key) || !visit.pair.silent.refuted) continue;
      seen.add(key);
      if (isToldEnough(told, visit, role)) continue;
      for (const change of visit.pair.changes) {
        if (!counts(change, role, visit.directions)) continue;
        const reported = report(change, visit.path);
        const id = JSON.stringify([
          reported.kind,
          reported.path,
          reported.detail,
          reported.old,
          reported.new,
        ]);
        if (!found.has(id)) found.set(id, reported);
      }
      next.push(...visit.pair.edges.flatMap((edge) => follow(edge, visit)));
    }
    level = next;
  }
  return [...found.values()];
}

function isToldEnough(told: Told, { pair, directions }: Visit, role: Role): boolean {
  const counts = told.get(pair) ?? new Map<string, number>();
  const key = `${role} ${directions}`;
  const count = counts.get(key) ?? 0;
  counts.set(key, count + 1);
  told.set(pair, counts);
  return count >= mostTold;
}

function follow(edge: Edge, { path, directions }: Visit): readonly Visit[] {
  let allowed = meet(directions, edge.directions);
  if (edge.covered !== undefined) {
    // An alternative that is accepted by another one hurts nobody, however its counterpart changed.
    if (!edge.covered.narrow.refuted) allowed = meet(allowed, "widen");
    if (!edge.covered.widen.refuted) allowed = meet(allowed, "narrow");
  }
  const inner = edge.pair as NotedPair;
  const isQuiet =
    edge.covered !== undefined && !edge.covered.narrow.refuted && !edge.covered.widen.refuted;
  // Equal at least in what they accept: news of it is worth telling. Otherwise the two are no counterparts.
  const isEqual = !inner.narrow.refuted && !inner.widen.refuted;
  const kept = isQuiet ? (isEqual ? "both" : null) : allowed;
  return kept === null ? [] : [{ pair: inner, path: extend(path, edge.segment), directions: kept }];
}

function meet(a: Directions | null, b: Directions): Directions | null {
  if (a === null) return null;
  if (a === "both") return b;
  return b === "both" || a === b ? a : null;
}

function extend(path: Path | null, segment: string | null): Path | null {
  if (segment === null) return path;
  return segment.startsWith("[") && path !== null
    ? { segment: `${path.segment}${segment}`, before: path.before }
    : { segment, before: path };
}

function written(path: Path | null): readonly string[] {
  const segments: string[] = [];
  for (let at = path; at !== null; at = at.before) segments.push(at.segment);
  segments.reverse();
  if (segments.length <= longestPath) return segments;
  const half = longestPath / 2;
  return [...segments.slice(0, half), "…", ...segments.slice(-half)];
}

function counts(change: OwnChange, role: Role, directions: Directions): boolean {
  if (change.unless !== undefined && !change.unless.refuted) return false;
  if (directions === "both") return true;
  const info = kindInfo(change.kind);
  const { reader, writer } = levelsOf(info);
  const level = role === "both" ? worse(reader, writer) : role === "reader" ? reader : writer;
  return level !== "info" && isServed(info.effect, directions, role);
}

/** Whether a change belongs to a direction; one that goes both ways hurts readers in one and writers in the other. */
function isServed(effect: Effect, directions: "narrow" | "widen", role: Role): boolean {
  switch (effect) {
    case "narrows":
      return directions === "narrow";
    case "widens":
      return directions === "widen";
    case "both":
    case "undecided":
      return role !== (directions === "narrow" ? "writer" : "reader");
    case "none":
      return false;
  }
}

function report(change: OwnChange, at: Path | null): SchemaChange {
  const path = written(
    change.property === undefined ? at : { segment: change.property, before: at },
  );
  const last = path.at(-1);
  const name = last === undefined ? "the value" : `\`${last}\``;
  const base = {
    kind: change.kind,
    path,
    message: worded(change.message.replace("%", () => name)),
    old: change.old,
    new: change.now,
  };
  return change.detail === undefined ? base : { ...base, detail: change.detail };
}

/** `values of the value` says one word twice. */
function worded(message: string): string {
  return message.replace(/\b(values?|the fixed value) of the value\b/, "$1");
}
