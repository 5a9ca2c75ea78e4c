/** What `berrys init` writes passes the linter of the product that wrote it. */
import { expect, test } from "vitest";
import { createWorkspace } from "../support/run-berrys.ts";

test.each(["greeter", "order-history"])("a new workspace of `%s` lints clean", async (service) => {
  using workspace = createWorkspace();
  const made = await workspace.berrys(
    "init",
    ".",
    "--yes",
    "--name",
    "fresh",
    "--service",
    service,
  );
  expect(made.exitCode).toBe(0);
  const lint = await workspace.berrys("lint");
  expect(lint.stdout + lint.stderr).toMatch(/berrys lint: passed\. \d+ notes?\./);
  expect(lint.exitCode).toBe(0);
  const before = workspace.files();
  expect((await workspace.berrys("lint", "--fix")).exitCode).toBe(0);
  expect(workspace.files()).toEqual(before);
});
