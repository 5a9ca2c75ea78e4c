import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Change } from "@berrys/codegen/compat/change";
import { levelOf } from "@berrys/codegen/findings/rule";
import { describe, expect, test } from "vitest";
import { largeDocument } from "../../bench/compat/large-document.ts";
import { knownEdits, rearranged } from "./public/edits.ts";
import { readDocument } from "./public/read-document.ts";
import { createRandom } from "./schemas/random.ts";
import { compareDocuments } from "./support/compare-documents.ts";
import { memoryTree } from "./support/memory-tree.ts";
import { knownRule } from "./support/rules.ts";

async function changesBetween(old: unknown, now: unknown): Promise<readonly Change[]> {
  return compareDocuments(memoryTree({ "a.json": old }), memoryTree({ "a.json": now }));
}

function levelOfChange({ rule, role }: Change): string {
  const known = knownRule(rule);
  return known === null ? `no rule ${rule}` : levelOf(known, role);
}

/** Level, rule and place of each, once, however many operations share it. */
function linesOf(changes: readonly Change[]): readonly string[] {
  const lines = changes.map(
    (change) =>
      `${levelOfChange(change)} ${change.rule} ${(/-removed|-optional/.test(change.rule) ? change.old : change.new)?.pointer}`,
  );
  return [...new Set(lines)].sort();
}

describe("GitHub's interface of more than 1,000 operations", () => {
  const document = readDocument("github-enterprise-3.19");

  test("is silent against itself in another order, under other names", async () => {
    const now = rearranged(document, createRandom(7));
    expect(linesOf(await changesBetween(document, now))).toEqual([]);
  });

  test("has exactly the changes that an edit makes", async () => {
    const now = structuredClone(document);
    for (const { edit } of knownEdits) edit(now);
    expect(linesOf(await changesBetween(document, now))).toEqual(
      knownEdits.flatMap(({ finds }) => finds).sort(),
    );
  });

  test("is compared with the release before", async () => {
    const changes = await changesBetween(readDocument("github-enterprise-3.17"), document);
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.map(levelOfChange).filter((level) => level.startsWith("no rule"))).toEqual([]);
  });
});

test("1,000 operations and 1,700 schemas have exactly the changes that were made", async () => {
  const [old, now] = [false, true].map((edited) => largeDocument({ operations: 1000, edited }));
  const changes = await changesBetween(old, now);
  const counts = Map.groupBy(changes, ({ rule }) => rule);
  // Eight resources are edited; a resource stands in several operations, and in the responses that hold its neighbour.
  expect([...counts.keys()].sort()).toEqual([
    "openapi/document-version-changed",
    "openapi/optional-parameter-added",
    "openapi/request-max-length-lowered",
    "openapi/request-property-became-required",
    "openapi/response-enum-value-added",
    "openapi/response-property-added",
    "openapi/response-property-removed",
  ]);
});

test("the JSON Schema of AsyncAPI 3.0.0 is silent against itself", async () => {
  const path = createRequire(import.meta.url).resolve("@asyncapi/specs/schemas/3.0.0.json");
  const schema: unknown = JSON.parse(readFileSync(path, "utf8"));
  expect(linesOf(await changesBetween(schema, structuredClone(schema)))).toEqual([]);
});
