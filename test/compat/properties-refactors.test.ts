import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rootSchema } from "./schemas/arbitrary.ts";
import { instancesOf, pairOf } from "./schemas/counterexample.ts";
import { createRandom } from "./schemas/random.ts";
import { refactorRoot } from "./schemas/refactor.ts";
import { changesBetween } from "./schemas/verdict.ts";
import { pairs, seed } from "./support/pairs.ts";

const parties = ["reader", "writer"] as const;

describe(`schemas, ${pairs} pairs, seed ${seed}`, () => {
  test.each(parties)("one against itself is silent for a %s", (party) => {
    fc.assert(
      fc.property(rootSchema, (schema) => {
        expect(changesBetween(schema, structuredClone(schema), party)).toEqual([]);
      }),
      { numRuns: pairs, seed },
    );
  });

  test.each(parties)("one written differently is silent for a %s", (party) => {
    fc.assert(
      fc.property(rootSchema, fc.nat(), (schema, drawn) => {
        const now = refactorRoot(schema, createRandom(drawn));
        const lines = changesBetween(schema, now, party).map(({ message }) => message);
        expect(lines, JSON.stringify(now)).toEqual([]);
      }),
      { numRuns: pairs, seed },
    );
  });

  test("what is called written differently accepts the same values", () => {
    fc.assert(
      fc.property(rootSchema, fc.nat(), (schema, drawn) => {
        const pair = pairOf(schema, refactorRoot(schema, createRandom(drawn)));
        if (pair === null) return;
        for (const value of instancesOf(pair, drawn, 30))
          expect(pair.nowAccepts(value)).toBe(pair.oldAccepts(value));
      }),
      { numRuns: Math.min(pairs, 150), seed },
    );
  });
});
