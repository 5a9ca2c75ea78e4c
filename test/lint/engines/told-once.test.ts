import { engineRule } from "@berrys/codegen/lint/engines/engine-rule";
import { lintRule } from "@berrys/codegen/lint/groups";
import { lintSide } from "@berrys/codegen/lint/lint";
import { expect, test } from "vitest";
import { openContracts } from "../support/open-workspace.ts";

/** Mistakes that both an engine and a rule of our own know. */
const messy = {
  "openapi.yaml": {
    tags: [{ name: "a" }],
    security: [{ Missing: [] }],
    paths: {
      "/a/": {
        get: { operationId: "same", tags: ["b"], responses: { "500": { description: "No." } } },
      },
      "/a/{id}": {
        get: {
          operationId: "same",
          summary: "Get one",
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "string" }, example: 3 },
          ],
          responses: { "200": { description: "One." } },
        },
      },
    },
    components: { schemas: { Unused: { type: "string", enum: ["a", "a"] } } },
  },
};

test("engines and our own rules say each mistake once, the same way each time", async () => {
  const side = await openContracts(messy);
  const [mistakes, diagnostics] = await lintSide(side);
  expect(diagnostics).toEqual([]);
  for (const { rule } of mistakes) expect(lintRule(rule) ?? engineRule(rule)).not.toBeNull();
  const rules = new Set(mistakes.map(({ rule }) => rule));
  const ours = [
    "rest/no-trailing-slash",
    "rest/operation-id-unique",
    "rest/operation-summary",
    "rest/success-declared",
    "rest/tags-declared",
    "rest/tag-description",
    "rest/security-defined",
    "rest/examples-valid",
    "rest/enum-unique",
    "rest/no-unused-components",
  ];
  expect([...rules]).toEqual(expect.arrayContaining(ours));
  expect([...rules].filter((rule) => rule.startsWith("redocly/")).sort()).toEqual([
    "redocly/info-license",
    "redocly/no-empty-servers",
  ]);
  expect(await lintSide(side)).toEqual([mistakes, diagnostics]);
  await side.dispose();
});
