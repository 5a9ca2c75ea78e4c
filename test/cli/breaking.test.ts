/** `berrys breaking`, `lint` and `check` as a user runs them: exit codes, streams, formats. */
import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWorkspace, type Workspace } from "../support/run-berrys.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace[Symbol.dispose]());

const formats = ["text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"] as const;

const pets = (type: string) => `openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: Pets.
          content:
            application/json:
              schema:
                type: array
                items: { type: object, required: [name], properties: { name: { type: ${type} } } }
`;

describe("berrys breaking", () => {
  beforeEach(() => {
    workspace.write({
      "base.yaml": pets("string"),
      "revision.yaml": pets("integer"),
      "broken.yaml": "openapi: 3.1.0\npaths: {\n",
      "events.yaml": "asyncapi: 3.0.0\ninfo: { title: Events, version: 1.0.0 }\n",
    });
  });

  test("0: nothing broke", async () => {
    const run = await workspace.berrys("breaking", "--against", "base.yaml", "base.yaml");
    expect(run.exitCode, run.stderr).toBe(0);
  });

  test("1: something broke, and the text says what, where and what to do", async () => {
    const run = await workspace.berrys("breaking", "--against", "base.yaml", "revision.yaml");
    expect(run.exitCode, run.stderr).toBe(1);
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain("openapi/response-type-changed");
    expect(run.stdout).toContain("revision.yaml:14:");
    expect(run.stdout).toContain("base.yaml:14:");
    expect(run.stdout).toContain("1.0.0 → 2.0.0");
  });

  test("--fail-on warn fails on warnings", async () => {
    workspace.write({
      "warned.yaml": pets("string").replace("operationId: listPets", "operationId: allPets"),
    });
    const args = ["breaking", "--against", "base.yaml", "warned.yaml"];
    expect((await workspace.berrys(...args)).exitCode).toBe(0);
    expect((await workspace.berrys(...args, "--fail-on", "warn")).exitCode).toBe(1);
  });

  test("2: a syntax error in either side is a diagnostic, never a verdict", async () => {
    for (const [against, target] of [
      ["base.yaml", "broken.yaml"],
      ["broken.yaml", "base.yaml"],
    ] as const) {
      const run = await workspace.berrys("breaking", "--against", against, target);
      expect(run.exitCode).toBe(2);
      expect(run.stdout).toBe("");
      expect(run.stderr).toContain("broken.yaml:");
      expect(run.stderr).toContain("load/syntax");
    }
  });

  test.each([
    [["breaking"], "--against"],
    [["breaking", "--against", "nowhere", "base.yaml"], "nowhere"],
    [["breaking", "--against", "base.yaml", "missing.yaml"], "missing.yaml"],
    [["breaking", "--against", "base.yaml", "events.yaml"], "AsyncAPI"],
    [["breaking", "--against", "-x", "base.yaml"], "against"],
    [["breaking", "--against", "base.yaml", "base.yaml", "--format", "pdf"], "format"],
  ])("2: wrong use: %j", async (args, told) => {
    const run = await workspace.berrys(...args);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain(told);
    expect(run.stderr).not.toMatch(/\n {4}at /);
  });

  test.each([
    ["breaking"],
    ["breaking", "--against", "nowhere", "base.yaml"],
    ["breaking", "--against", "base.yaml", "broken.yaml"],
    ["breaking", "--against", "base.yaml", "revision.yaml"],
    ["breaking", "--against", "base.yaml", "base.yaml"],
  ])("--json parses in every situation: %s %s %s %s", async (...args) => {
    const run = await workspace.berrys("--json", ...args);
    expect(() => JSON.parse(run.stdout)).not.toThrow();
    expect(run.stderr).toBe("");
  });

  test.each(formats)("--format %s carries the same exit code", async (format) => {
    const args = ["breaking", "--against", "base.yaml", "revision.yaml", "--format", format];
    const run = await workspace.berrys(...args);
    expect(run.exitCode, run.stderr).toBe(1);
    expect(run.stdout).toContain("response-type-changed");
  });

  test("a baseline accepts what is known and no more", async () => {
    workspace.write({ "berrys.yaml": "name: pets\ncontracts: { openapi: openapi.yaml }\n" });
    workspace.write({ "openapi.yaml": pets("integer"), "old/openapi.yaml": pets("string") });
    workspace.write({ "old/berrys.yaml": workspace.read("berrys.yaml") });
    const args = ["breaking", "--against", "old"];
    expect((await workspace.berrys(...args)).exitCode).toBe(1);
    expect((await workspace.berrys(...args, "--write-baseline")).exitCode).toBe(0);
    expect((await workspace.berrys(...args)).exitCode).toBe(0);
    workspace.write({ "openapi.yaml": pets("integer").replace("/pets:", "/animals:") });
    expect((await workspace.berrys(...args)).exitCode).toBe(1);
  });
});

describe("git", () => {
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
      cwd: workspace.root,
      encoding: "utf8",
    });

  test("a ref is read without touching the work tree; the newest tag is found", async () => {
    workspace.write({
      "berrys.yaml": "name: pets\ncontracts: { openapi: openapi.yaml }\n",
      "openapi.yaml": pets("string"),
    });
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-qm", "one");
    git("tag", "v1.0.0");
    workspace.write({ "openapi.yaml": pets("integer") });
    const before = git("status", "--porcelain");
    for (const ref of ["main", "HEAD", "v1.0.0", "latest-tag"]) {
      const run = await workspace.berrys("breaking", "--against", ref);
      expect(run.exitCode, run.stderr).toBe(1);
    }
    expect(git("status", "--porcelain")).toBe(before);
    git("commit", "-qam", "two");
    expect((await workspace.berrys("breaking", "--against", "main")).exitCode).toBe(0);
    expect((await workspace.berrys("breaking", "--against", "HEAD~1")).exitCode).toBe(1);
    const check = await workspace.berrys("--json", "check", "--against", "HEAD~1");
    expect(check.exitCode, check.stdout).toBe(1);
  });
});
