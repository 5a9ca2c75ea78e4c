import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rootSchema } from "./schemas/arbitrary.ts";
import { contradictions, instancesOf, type Pair, pairOf } from "./schemas/counterexample.ts";
import type { SchemaObject } from "./schemas/json-schema.ts";
import { edit, edits } from "./schemas/mutate.ts";
import { shrinkPair } from "./schemas/shrink.ts";
import { levelFor, type Party, type Verdict, verdictOf } from "./schemas/verdict.ts";
import { isLongRun, pairs, seed } from "./support/pairs.ts";

const samples = 60;
const parties = ["reader", "writer"] as const;

/** A schema and what became of it; values are drawn from a seed of their own. */
const versions = fc
  .record({ old: rootSchema, changes: edits, seed: fc.nat() })
  .map(({ old, changes, seed }) => ({ old, now: changes.reduce<SchemaObject>(edit, old), seed }));

/** A pair about which the engine and Ajv disagree, as small as it gets. */
interface Contradiction {
  readonly party: Party;
  readonly old: unknown;
  readonly now: unknown;
  readonly instance: unknown;
}

function contradictionIn(pair: Pair, seed: number, party: Party): Contradiction | null {
  const found = (one: Pair) => contradictions(one, party, instancesOf(one, seed, samples))[0];
  if (found(pair) === undefined) return null;
  const [old, now] = shrinkPair(pair.old, pair.now, (old, now) => {
    if (verdictOf(old, now, party).kind !== "compatible") return false;
    const smaller = pairOf(old, now);
    return smaller !== null && found(smaller) !== undefined;
  });
  const smallest = pairOf(old, now) ?? pair;
  return { party, old, now, instance: found(smallest) };
}

describe(`schemas, ${pairs} pairs, seed ${seed}`, () => {
  test.each(parties)("a verdict of compatible for a %s is never contradicted", (party) => {
    const counts = { compatible: 0, warned: 0, breaking: 0, shown: 0, skipped: 0 };
    const wrong: Contradiction[] = [];
    const unshown: unknown[] = [];
    for (const { old, now, seed: drawn } of fc.sample(versions, { numRuns: pairs, seed })) {
      const pair = pairOf(old, now);
      if (pair === null) {
        counts.skipped += 1;
        continue;
      }
      const verdict = verdictOf(old, now, party);
      counts[verdict.kind] += 1;
      if (verdict.kind === "compatible") {
        const contradiction = contradictionIn(pair, drawn, party);
        if (contradiction !== null) wrong.push(contradiction);
      } else if (isLongRun && verdict.kind === "breaking" && isAboutValues(verdict, party)) {
        const [shown] = contradictions(pair, party, instancesOf(pair, drawn, samples * 4));
        if (shown === undefined) unshown.push({ old, now, changes: verdict.changes });
        else counts.shown += 1;
      }
      if (wrong.length >= 10) break;
    }
    if (isLongRun) report(party, counts, unshown);
    expect(wrong).toEqual([]);
    expect(counts.compatible).toBeGreaterThan(pairs / 10);
    expect(counts.breaking).toBeGreaterThan(pairs / 10);
  });
});

/**
 * True when an error is about values. That a property is no longer promised hurts those who read it, though no value is
 * refused: for a writer it says nothing about values, out of a closed object either.
 */
function isAboutValues({ changes }: Pick<Verdict, "changes">, party: Party): boolean {
  return changes.some(
    (change) =>
      levelFor(change, party) === "error" &&
      change.kind !== "property-removed" &&
      change.kind !== "pattern-property-removed" &&
      !(party === "writer" && /^(pattern-)?property-removed-from-closed$/.test(change.kind)),
  );
}

function report(party: Party, counts: Readonly<Record<string, number>>, unshown: unknown[]): void {
  const examples = unshown
    .sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)
    .slice(0, 10)
    .map((one) => JSON.stringify(one));
  process.stderr.write(`${party}: ${JSON.stringify(counts)}\n${examples.join("\n")}\n`);
}
