import { join } from "node:path";
import { openSide } from "@berrys/codegen/compat/sources/open-side";
import { levelOf } from "@berrys/codegen/findings/rule";
import { lintRule } from "@berrys/codegen/lint/groups";
import { runChecks } from "@berrys/codegen/lint/run-checks";
import { expect, test } from "vitest";

const repository = join(import.meta.dirname, "../../..");

test("the platform keeps to its own conventions of REST", async () => {
  const side = await openSide({ kind: "folder", path: repository, label: "now" });
  const serious = (await runChecks(side)).filter(({ rule, kind, level }) => {
    const entry = lintRule(rule);
    return kind === "openapi" && entry !== null && (level ?? levelOf(entry, "both")) !== "info";
  });
  await side.dispose();
  expect(serious.map(({ rule, path, message }) => `${rule} ${path}: ${message}`)).toEqual([]);
});
