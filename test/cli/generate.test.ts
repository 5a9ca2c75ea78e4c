import { readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWorkspace, type Workspace } from "../support/run-berrys.ts";

const shop = join(import.meta.dirname, "../golden/cases/emit-shop");

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace(shop);
  for (const name of ["expect", "stderr.txt"])
    rmSync(join(workspace.root, name), { recursive: true, force: true });
});
afterEach(() => workspace[Symbol.dispose]());

async function gen(...options: string[]) {
  return workspace.berrys("gen", ...options);
}

/** Runs `gen --json` and returns what it reports. */
async function report(...options: string[]) {
  const { stdout, exitCode } = await gen("--json", ...options);
  return { ...JSON.parse(stdout), exitCode };
}

function edit(path: string, from: string, to: string): void {
  const before = workspace.read(path);
  expect(before).toContain(from);
  workspace.write({ [path]: before.replace(from, to) });
}

/** Makes every generated file old, so that a later write shows. */
function age(): void {
  const past = new Date(1_000_000_000_000);
  for (const path of Object.keys(workspace.files("generated")))
    utimesSync(join(workspace.root, "generated", path), past, past);
}

/** Generated files that were written since {@link age}. */
function touched(): readonly string[] {
  return Object.keys(workspace.files("generated")).filter(
    (path) => statSync(join(workspace.root, "generated", path)).mtimeMs > 1_000_000_000_000,
  );
}

describe("a run", () => {
  test("with nothing to do touches nothing", async () => {
    await gen();
    age();
    expect(await gen()).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "19 files in `generated` are up to date\n",
    });
    expect(await report("--clean")).toMatchObject({ status: "unchanged", exitCode: 0 });
    expect(touched()).toEqual([]);
  });

  test("gives the same bytes elsewhere", async () => {
    await gen();
    using other = createWorkspace(shop);
    rmSync(join(other.root, "expect"), { recursive: true });
    await other.berrys("gen");
    expect(other.files("generated")).toEqual(workspace.files("generated"));
    expect(workspace.read("generated/manifest.json")).not.toContain(workspace.root);
  });

  test("writes what depends on an edited contract, and nothing else", async () => {
    await gen();
    age();
    edit("asyncapi.yaml", "Why it was cancelled.", "Why it was called off.");
    expect(await report()).toMatchObject({ status: "written" });
    expect(touched()).toEqual(["events/order.ts", "manifest.json"]);
  });

  test("notices a proto file that was added, and deletes what vanished with it", async () => {
    await gen();
    const proto = "contracts/shop/orders/v1/notes.proto";
    workspace.write({
      [proto]:
        'syntax = "proto3";\n\npackage shop.orders.v1;\n\nmessage Note {\n  string text = 1;\n}\n',
    });
    const added = await report();
    expect(added.changes).toMatchObject([
      { path: "rpc/shop/orders/v1/notes_pb.ts", action: "create" },
    ]);
    rmSync(join(workspace.root, proto));
    const removed = await report();
    expect(removed.changes).toMatchObject([
      { path: "rpc/shop/orders/v1/notes_pb.ts", action: "delete" },
    ]);
  });

  test("restores a generated file that was deleted", async () => {
    await gen();
    rmSync(join(workspace.root, "generated/events/order.ts"));
    expect((await report()).changes).toMatchObject([{ path: "events/order.ts", action: "create" }]);
  });

  test("writes nothing where the contracts are broken", async () => {
    await gen();
    const before = workspace.files("generated");
    edit("asyncapi.yaml", "x-berrys-key: /order_id", "x-berrys-key: /orderid");
    const broken = await gen();
    expect(broken.exitCode).toBe(2);
    expect(broken.stderr).toContain("validate/missing-key");
    expect(workspace.files("generated")).toEqual(before);
  });

  test("with --only leaves the rest stale, and a full run finds it", async () => {
    await gen();
    edit("contracts/schemas.yaml", "An amount of money.", "Money.");
    edit("asyncapi.yaml", "Why it was cancelled.", "Why it was called off.");
    expect((await report("--only", "schemas")).changes).toMatchObject([
      { path: "schemas/schemas.ts" },
    ]);
    expect((await report()).changes).toMatchObject([
      { path: "events/order.ts" },
      { path: "rest/openapi.json" },
    ]);
    expect(await report()).toMatchObject({ status: "unchanged" });
  });
});

describe("a file that was edited by hand", () => {
  beforeEach(async () => {
    await gen();
    edit("generated/events/order.ts", "OrderPlaced", "OrderPlacedByMe");
  });

  test("is reported and kept", async () => {
    const { exitCode, stderr } = await gen();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("conflict generated/events/order.ts: edited by hand");
    expect(stderr).toContain("`berrys gen --force`");
    expect(workspace.read("generated/events/order.ts")).toContain("OrderPlacedByMe");
  });

  test("keeps everything else from being written too", async () => {
    edit("contracts/schemas.yaml", "An amount of money.", "Money.");
    const before = workspace.files("generated");
    await gen();
    expect(workspace.files("generated")).toEqual(before);
  });

  test("is overwritten with --force", async () => {
    expect((await gen("--force")).exitCode).toBe(0);
    expect(workspace.read("generated/events/order.ts")).not.toContain("OrderPlacedByMe");
  });
});

describe("--check", () => {
  test("passes where the output is in date", async () => {
    await gen();
    expect(await gen("--check")).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("names the contract line behind each stale file, and writes nothing", async () => {
    await gen();
    const before = workspace.files("generated");
    edit("asyncapi.yaml", "reason: { type: string,", "reason: { type: string, maxLength: 80,");
    const { exitCode, stderr } = await gen("--check");
    const line = workspace
      .read("asyncapi.yaml")
      .split("\n")
      .findIndex((text) => text.includes("maxLength: 80"));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`asyncapi.yaml:${line + 1}:`);
    expect(stderr).toContain("update generated/events/order.ts: `checkOrderCancelledData` differs");
    expect(workspace.files("generated")).toEqual(before);
  });

  test("names the declaration where a property is new", async () => {
    await gen();
    edit(
      "contracts/schemas.yaml",
      "    note: {",
      "    rush: { type: boolean, description: Soon. }\n    note: {",
    );
    const { changes } = await report("--check");
    const line = workspace
      .read("contracts/schemas.yaml")
      .split("\n")
      .findIndex((text) => text.includes("rush:"));
    expect(changes).toContainEqual({
      path: "schemas/schemas.ts",
      action: "update",
      reason: "`Order` differs",
      place: expect.objectContaining({ file: "contracts/schemas.yaml", line: line + 1 }),
    });
  });
});

test("--clean deletes generated files that nobody asks for, and leaves the user's", async () => {
  await gen();
  workspace.write({
    "generated/old/left.ts": "// Generated by berrys from gone.yaml. Do not edit.\n",
    "generated/notes.md": "mine\n",
    "generated/package.json": "{}\n",
  });
  expect(await report()).toMatchObject({ status: "unchanged" });
  expect((await report("--clean")).changes).toMatchObject([
    { path: "old/left.ts", action: "delete" },
  ]);
  expect(readdirSync(join(workspace.root, "generated"))).toEqual(
    expect.arrayContaining(["notes.md", "package.json"]),
  );
});

test("a merge conflict in the manifest costs a full run and no more", async () => {
  await gen();
  workspace.write({ "generated/manifest.json": "<<<<<<< ours\n" });
  expect(await report()).toMatchObject({ status: "unchanged", exitCode: 0 });
  expect(JSON.parse(workspace.read("generated/manifest.json"))).toMatchObject({ version: 1 });
});

test("a file in the place of the output folder is told in one sentence", async () => {
  workspace.write({ generated: "mine\n" });
  const { exitCode, stderr } = await gen();
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error cli\/file-system: .*a file stands where a folder should be\n/);
  expect(workspace.read("generated")).toBe("mine\n");
});
