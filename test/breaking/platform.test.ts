/** The platform's own contracts in a git repository: what breaks on a branch is found, and whom it hurts. */
import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorkspace, type Workspace } from "../support/run-berrys.ts";
import { breakingPlants, type Plant, plant, safePlants } from "./planted.ts";

const repository = join(import.meta.dirname, "../..");
let workspace: Workspace;

interface Change {
  readonly id: string;
  readonly level: string;
  readonly path: string;
  readonly affected: readonly string[];
  readonly hint?: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number };
  readonly against?: { readonly file: string; readonly line: number };
}
interface Verdict {
  readonly summary: {
    readonly error: number;
    readonly warn: number;
    readonly info: number;
    readonly bump: string;
  };
  readonly changes: readonly Change[];
}

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  return execFileSync("git", [...identity, ...args], { cwd: workspace.root, encoding: "utf8" });
}

function commitPlants(branch: string, plants: readonly Plant[]): void {
  git("checkout", "-q", "-b", branch, "main");
  for (const one of plants) workspace.write({ [one.file]: plant(workspace.read(one.file), one) });
  git("commit", "-qam", branch);
}

async function verdict(): Promise<{ readonly exitCode: number; readonly verdict: Verdict }> {
  const run = await workspace.berrys("breaking", "--against", "main", "--format", "json");
  expect(run.stderr).toBe("");
  return { exitCode: run.exitCode, verdict: JSON.parse(run.stdout) };
}

beforeAll(() => {
  workspace = createWorkspace();
  for (const path of ["berrys.yaml", "buf.yaml", "asyncapi.yaml", "openapi.yaml", "contracts"])
    cpSync(join(repository, path), join(workspace.root, path), { recursive: true });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "contracts");
});
afterAll(() => workspace[Symbol.dispose]());

describe("the platform's contracts", () => {
  test("are compatible with themselves", async () => {
    const run = await verdict();
    expect(run).toEqual({
      exitCode: 0,
      verdict: {
        summary: { error: 0, warn: 0, info: 0, bump: "none" },
        changes: [],
        suppressed: [],
      },
    });
  });

  test("ten breaking changes are found, with the services that they hurt", async () => {
    commitPlants("breaking", breakingPlants);
    const { exitCode, verdict: found } = await verdict();
    for (const planted of breakingPlants) {
      const change = found.changes.find(
        ({ id, path, level }) =>
          id === planted.rule && path.includes(planted.path) && level === "error",
      );
      expect(change?.affected, `${planted.name}\n${list(found)}`).toEqual(planted.affected);
      expect(change?.location.file, planted.name).toBe(planted.file);
      expect(change?.against?.file, planted.name).toBe(planted.file);
    }
    // Nothing but what was planted; an event shares the schema of the progress.
    const rules = new Set(breakingPlants.map(({ rule }) => rule));
    const others = found.changes.filter(({ id, level }) => level === "error" && !rules.has(id));
    expect(others.map(({ id, path }) => [id, path])).toEqual([
      [
        "asyncapi/payload-type-changed",
        "send project.updated › payload › data › progress › percent",
      ],
    ]);
    expect(found.summary.bump).toBe("major");
    expect(exitCode).toBe(1);
  });

  test("ten safe changes pass", async () => {
    commitPlants("safe", safePlants);
    const { exitCode, verdict: found } = await verdict();
    expect(
      found.changes.filter(({ level }) => level === "error"),
      list(found),
    ).toEqual([]);
    // What asks for an order of deployment is told, and to whom.
    const warned = found.changes.filter(({ level }) => level === "warn");
    expect(warned.map(({ id, hint }) => [id, hint])).toEqual([
      [
        "asyncapi/payload-max-length-raised",
        "deploy the receiver of the command before its senders",
      ],
      [
        "asyncapi/payload-maximum-added",
        "deploy the publisher first, and the followers once the messages of the old version are through",
      ],
    ]);
    expect(found.summary.bump).toBe("minor");
    expect(exitCode).toBe(0);
  });
});

function list({ changes }: Verdict): string {
  return changes.map(({ level, id, path }) => `${level} ${id} ${path}`).join("\n");
}
