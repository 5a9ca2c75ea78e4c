import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageContract, writeAsyncapi2, writeAsyncapi3 } from "./documents/message-contract.ts";
import { restContract, writeOpenapi } from "./documents/rest-contract.ts";
import { createStyle, type Style } from "./documents/style.ts";
import { createRandom } from "./schemas/random.ts";
import { compareDocuments } from "./support/compare-documents.ts";
import { type MemoryFiles, memoryTree } from "./support/memory-tree.ts";
import { pairs, seed } from "./support/pairs.ts";

/** Documents are costlier than schemas, and hold several. */
const numRuns = Math.ceil(pairs / 4);

async function linesBetween(old: MemoryFiles, now: MemoryFiles): Promise<readonly string[]> {
  const changes = compareDocuments(memoryTree(old), memoryTree(now));
  return changes.map(({ rule, path, message }) => `${rule} ${path}: ${message}`);
}

const forms = [
  ["OpenAPI", restContract, writeOpenapi, writeOpenapi],
  ["AsyncAPI 3", messageContract, writeAsyncapi3, writeAsyncapi3],
  ["AsyncAPI 2", messageContract, writeAsyncapi2, writeAsyncapi2],
  ["AsyncAPI 2 and 3", messageContract, writeAsyncapi2, writeAsyncapi3],
] as const;

describe(`documents, ${numRuns} pairs, seed ${seed}`, () => {
  test.each([
    ["OpenAPI", restContract, writeOpenapi],
    ["AsyncAPI 3", messageContract, writeAsyncapi3],
    ["AsyncAPI 2", messageContract, writeAsyncapi2],
  ] as const)("%s against itself is silent", async (_, contract, write) => {
    await fc.assert(
      fc.asyncProperty(contract as fc.Arbitrary<never>, fc.nat(), async (one, drawn) => {
        const files = write(one, createStyle(createRandom(drawn), { rewrites: false }));
        expect(await linesBetween(files, files)).toEqual([]);
      }),
      { numRuns, seed },
    );
  });

  test.each(forms)("%s, written differently, is silent", async (_, contract, write, rewrite) => {
    await fc.assert(
      fc.asyncProperty(
        contract as fc.Arbitrary<never>,
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        async (one, first, second, rewrites) => {
          const styleOf = (drawn: number): Style => createStyle(createRandom(drawn), { rewrites });
          const old = write(one, styleOf(first));
          const now = rewrite(one, styleOf(second));
          expect(await linesBetween(old, now), JSON.stringify({ old, now }, null, 1)).toEqual([]);
        },
      ),
      { numRuns, seed },
    );
  });
});
