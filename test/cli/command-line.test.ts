import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportFailure } from "../../cli/src/report-failure.ts";
import { createTerminal } from "../../cli/src/terminal/terminal.ts";
import { createWorkspace } from "../support/run-berrys.ts";

const shop = join(import.meta.dirname, "../golden/cases/emit-shop");
const bin = join(import.meta.dirname, "../../cli/bin/berrys.js");

describe("--json", () => {
  test.each([
    "gen",
    "gen --check",
    "contracts ls",
    "contracts show order.placed",
    "contracts validate",
    "model",
    "explain",
    "explain validate/missing-key",
    "new service orders",
    "init elsewhere --yes",
  ])("prints one value and nothing else: %s", async (command) => {
    using workspace = createWorkspace(shop);
    const { stdout } = await workspace.berrys(...command.split(" "), "--json");
    expect(JSON.parse(stdout)).toBeTypeOf("object");
  });

  test.each([
    ["gen", "config/missing"],
    ["contracts ls", "config/missing"],
    ["model", "config/missing"],
    ["new service orders", "config/missing"],
    ["new service Orders", "cli/invalid-service"],
    ["explain nothing/known", "cli/unknown-code"],
    ["init . --name A", "cli/invalid-name"],
    ["gen --only nothing", "cli/invalid-argument"],
    ["contracts show", "cli/missing-argument"],
    ["lint", "compare/no-contracts"],
    ["breaking", "against/missing"],
    ["check", "compare/no-contracts"],
    ["paint", "cli/unknown-command"],
    ["gen --unknown", "cli/unknown-option"],
    ["", "cli/no-command"],
  ])("prints the failure as one value too: %s", async (command, code) => {
    using workspace = createWorkspace();
    const { stdout, exitCode } = await workspace.berrys(
      ...command.split(" ").filter((word) => word !== ""),
      "--json",
    );
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      code,
      message: expect.any(String),
      suggestion: expect.any(String),
    });
    expect(Object.keys(JSON.parse(stdout))).toEqual(
      expect.arrayContaining(["code", "message", "location", "suggestion"]),
    );
  });
});

describe("global options", () => {
  test("--cwd works from elsewhere, before and after the command", async () => {
    using workspace = createWorkspace();
    for (const args of [
      ["--cwd", shop, "contracts", "validate"],
      ["contracts", "validate", "--cwd", shop],
    ]) {
      const { exitCode, stderr } = await workspace.berrys(...args);
      expect(stderr).toMatch(/^valid: 3 services/);
      expect(exitCode).toBe(0);
    }
  });

  test("a folder inside of a workspace will do", async () => {
    using workspace = createWorkspace();
    const inside = join(shop, "contracts");
    expect((await workspace.berrys("contracts", "validate", "--cwd", inside)).exitCode).toBe(0);
  });

  test("--quiet leaves failures alone", async () => {
    using workspace = createWorkspace(shop);
    expect(await workspace.berrys("gen", "-q")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(await workspace.berrys("gen", "-q")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect((await workspace.berrys("explain", "x/y", "-q")).stderr).toContain("cli/unknown-code");
  });

  test("--verbose names every file", async () => {
    using workspace = createWorkspace(shop);
    expect((await workspace.berrys("gen", "-v")).stderr).toContain("  create generated/index.ts\n");
  });
});

describe("the process", () => {
  test("prints the version and help on stdout", async () => {
    using workspace = createWorkspace();
    expect(await workspace.spawnBerrys("--version")).toMatchObject({
      exitCode: 0,
      stdout: "0.1.0\n",
    });
    const { stdout, stderr, exitCode } = await workspace.spawnBerrys("--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Usage: berrys");
    expect(stderr).toBe("");
  });

  test("loads no parser and no command line where there is nothing to do", async () => {
    using workspace = createWorkspace(shop);
    await workspace.berrys("gen");
    const spy = join(workspace.root, "spy.mjs");
    workspace.write({
      "spy.mjs": `import { registerHooks } from "node:module";
registerHooks({ load: (url, context, next) => { process.stderr.write(url + "\\n"); return next(url, context); } });`,
    });
    const child = spawn(process.execPath, ["--import", spy, bin, "gen"], { cwd: workspace.root });
    let loaded = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      loaded += text;
    });
    expect(await once(child, "close")).toEqual([0, null]);
    expect(loaded).toContain("up to date");
    expect(loaded).toContain("up-to-date.ts");
    expect(loaded).not.toMatch(/yaml\/|commander|typescript|protobuf|ajv/);
  });

  test("--watch generates after a change, and ends with 0 on Ctrl-C", async () => {
    using workspace = createWorkspace(shop);
    const child = spawn(process.execPath, [bin, "gen", "--watch"], { cwd: workspace.root });
    const said = follow(child.stderr);
    await said("watching the contracts");
    const contract = workspace.read("contracts/schemas.yaml");
    workspace.write({
      "contracts/schemas.yaml": contract.replace("An amount of money.", "Money."),
    });
    await said("2 updated");
    expect(workspace.read("generated/schemas/schemas.ts")).toContain("/** Money.");
    expect(workspace.read("generated/rest/openapi.json")).toContain('"Money."');
    workspace.write({ "contracts/schemas.yaml": "Money: [" });
    await said("load/syntax");
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([0, null]);
  });
});

test("a bug is no mistake of the user: exit code 70 and a request to report it", () => {
  let printed = "";
  const sink = { write: (text: string) => (printed += text) };
  const surroundings = { stdout: sink, stderr: sink, cwd: "/", env: {} };
  const options = { ...surroundings, color: false, verbosity: 1 as const };
  expect(reportFailure(new Error("impossible"), createTerminal({ ...options, json: false }))).toBe(
    70,
  );
  expect(printed).toContain("impossible");
  expect(printed).toContain("please report it");
  expect(printed).not.toContain("    at ");
  printed = "";
  reportFailure(new Error("impossible"), createTerminal({ ...options, json: true }));
  expect(JSON.parse(printed)).toMatchObject({ code: "cli/bug", location: null });
});

/** Waits until a stream has said something, from where the last wait ended. */
function follow(stream: NodeJS.ReadableStream): (text: string) => Promise<void> {
  let heard = "";
  let wake = () => {};
  stream.setEncoding("utf8");
  stream.on("data", (text) => {
    heard += text;
    wake();
  });
  return async (text) => {
    while (!heard.includes(text)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    heard = heard.slice(heard.indexOf(text) + text.length);
  };
}
