/** Settings, baseline and approvals through the command line. */
import { expect, test } from "vitest";
import { createWorkspace, type Workspace } from "../support/run-berrys.ts";

const base = "type Query {\n  orders: [String]\n  drop: Boolean\n  sum: Int\n}\n";
const without = (...fields: readonly string[]) =>
  base
    .split("\n")
    .filter((line) => !fields.some((field) => line.includes(`${field}:`)))
    .join("\n");

function shop(revision: string): Workspace {
  const workspace = createWorkspace();
  workspace.write({ "base.graphql": base, "shop.graphql": revision });
  return workspace;
}

const run = (workspace: Workspace, ...args: readonly string[]) =>
  workspace.berrys("breaking", "--against", "base.graphql", "shop.graphql", ...args);

test("a baseline accepts what there is, and tells what comes later", async () => {
  using workspace = shop(without("drop"));
  expect((await run(workspace)).exitCode).toBe(1);
  expect((await run(workspace, "--write-baseline")).exitCode).toBe(0);
  const written = workspace.read("berrys.baseline.json");
  const accepted = await run(workspace, "--format", "json");
  expect(accepted.exitCode).toBe(0);
  expect(JSON.parse(accepted.stdout)).toMatchObject({
    summary: { error: 0 },
    suppressed: [{ by: "baseline" }],
  });
  await run(workspace, "--write-baseline");
  expect(workspace.read("berrys.baseline.json")).toBe(written);

  workspace.write({ "shop.graphql": without("drop", "sum") });
  const later = JSON.parse((await run(workspace, "--format", "json")).stdout);
  expect(later.changes).toHaveLength(1);
  expect(later.changes[0].message).toContain("sum");

  workspace.write({ "shop.graphql": without("sum") });
  expect((await run(workspace)).stderr).toContain("baseline/stale");
  await run(workspace, "--write-baseline");
  expect(workspace.read("berrys.baseline.json")).not.toContain("drop");
});

test("an approval keeps a finding out of the verdict and in SARIF, until it expires", async () => {
  using workspace = shop(without("drop"));
  const [change] = JSON.parse((await run(workspace, "--format", "json")).stdout).changes;
  const approve = (expires: string) =>
    workspace.write({
      "berrys.approvals.yaml": `- rule: ${change.id}
  fingerprint: ${change.fingerprint}
  reason: Nobody asks for it.
  requested_by: ada
  expires: ${expires}
`,
    });
  approve("2999-12-31");
  const approved = await run(workspace, "--format", "sarif");
  expect(approved.exitCode).toBe(0);
  const [result] = JSON.parse(approved.stdout).runs[0].results;
  expect(result.suppressions[0].justification).toContain("Nobody asks for it.");
  const { summary } = JSON.parse((await run(workspace, "--format", "json")).stdout);
  expect(summary).toMatchObject({ error: 0, bump: "major" });
  approve("2020-01-01");
  const expired = await run(workspace);
  expect(expired.exitCode).toBe(1);
  expect(expired.stdout).toContain("The approval by ada expired on 2020-01-01");
});

test("settings of another file turn rules off and warnings into failures", async () => {
  using workspace = shop(without("drop"));
  const settings = (text: string) => workspace.write({ "strict.yaml": text });
  settings("breaking: { rules: { graphql/field-removed: off } }");
  expect((await run(workspace, "--config", "strict.yaml")).exitCode).toBe(0);
  settings("breaking: { rules: { graphql/*: warn } }");
  expect((await run(workspace, "--config", "strict.yaml")).exitCode).toBe(0);
  expect((await run(workspace, "--config", "strict.yaml", "--fail-on", "warn")).exitCode).toBe(1);
  settings("breaking: { failOn: warn, rules: { graphql/*: warn } }");
  expect((await run(workspace, "--config", "strict.yaml")).exitCode).toBe(1);
  settings("breaking: { paths: [{ path: shop.graphql, rules: off }] }");
  expect((await run(workspace, "--config", "strict.yaml")).exitCode).toBe(0);
});
