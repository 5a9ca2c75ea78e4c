/**
 * docs/ci.md: the workflow and the job run as the hosts run them, line by line, in a fresh repository of what `berrys init`
 * writes. Only `npm ci` and foreign actions stay out: they need a registry and a host.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createWorkspace, type Workspace } from "../support/run-berrys.ts";
import { blocksOf } from "./blocks.ts";

const root = join(import.meta.dirname, "../..");
const schemas = join(root, "test/findings/schemas");
const [workflow, pipeline] = blocksOf(readFileSync(join(root, "docs/ci.md"), "utf8"))
  .filter(({ language }) => language === "yaml")
  .map(({ content }) => parse(content)) as [Workflow, Pipeline];

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly if?: string;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly "runs-on": string; readonly steps: readonly Step[] }>
  >;
}

interface Pipeline {
  readonly contracts: {
    readonly script: readonly string[];
    readonly artifacts: { readonly reports: Readonly<Record<string, string>> };
  };
}

let workspace: Workspace;

beforeAll(async () => {
  workspace = createWorkspace();
  const made = await workspace.berrys("init", ".", "--yes", "--name", "fresh");
  expect(made.exitCode, made.stderr).toBe(0);
  symlinkSync(join(root, "node_modules"), join(workspace.root, "node_modules"));
  expect((await workspace.berrys("gen")).exitCode).toBe(0);
  git("init", "--quiet", "--initial-branch=main");
  commit("The first version");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
});

afterAll(() => workspace[Symbol.dispose]());

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
  const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], {
    cwd: workspace.root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

function commit(message: string): void {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
}

function bash(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync("bash", args, {
    cwd: workspace.root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", npm_config_offline: "true", ...env },
  });
}

/** Looking for the command takes npx as long as the command itself; once is enough. */
const withoutNpx = 'npx() { "node_modules/.bin/$@"; }';

const baseRef = /\$\{\{ github\.base_ref \}\}/g;

/** A shell step as GitHub's runner starts it: `bash -e`, expressions filled in. */
function runStep(format: string, prelude = withoutNpx) {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const found = steps.flatMap(({ run = "" }) => (run.includes(`--format ${format}`) ? run : []));
  expect(found).toHaveLength(1);
  return bash(["-ec", [prelude, String(found[0]).replaceAll(baseRef, "main")].join("\n")]);
}

/** The script as GitLab's runner has it: one shell that ends with the first line that fails. */
function runScript() {
  const lines = pipeline.contracts.script.filter((line) => !line.startsWith("npm ci"));
  const env = { CI_MERGE_REQUEST_DIFF_BASE_SHA: git("rev-parse", "origin/main") };
  return bash(["-eo", "pipefail", "-c", [withoutNpx, ...lines].join("\n")], env);
}

test("a change that breaks nothing passes GitHub's check", () => {
  const { status, stdout, stderr } = runStep("github", "");
  expect(status, `${stdout}${stderr}`).toBe(0);
});

describe("a change that breaks callers", () => {
  beforeAll(async () => {
    const text = workspace.read("openapi.yaml");
    expect(text).toContain("maxLength: 100");
    workspace.write({ "openapi.yaml": text.replace("maxLength: 100", "maxLength: 10") });
    expect((await workspace.berrys("gen")).exitCode).toBe(0);
    commit("Shorter names");
  });

  test("fails GitHub's check with annotations, and the log is uploaded all the same", () => {
    const { status, stdout } = runStep("github");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=openapi\.yaml,line=\d+/m);
    expect(runStep("sarif").status).toBe(0);
    const log = JSON.parse(workspace.read("berrys.sarif"));
    const ajv = new Ajv.default({ strict: false, unicodeRegExp: false });
    addFormats.default(ajv);
    const schema = readFileSync(join(schemas, "sarif-2.1.0-rtm.5.json"), "utf8");
    expect(ajv.validate(JSON.parse(schema), log), JSON.stringify(ajv.errors)).toBe(true);
    expect(log.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain(
      "openapi/parameter-max-length-lowered",
    );
  });

  test("fails GitLab's job after both reports are written where the job says", () => {
    const { status, stdout } = runScript();
    expect(status).toBe(1);
    expect(stdout).toContain("openapi/parameter-max-length-lowered");
    const { codequality, junit } = pipeline.contracts.artifacts.reports;
    const issues = JSON.parse(workspace.read(String(codequality)));
    expect(issues).toContainEqual(
      expect.objectContaining({
        check_name: "openapi/parameter-max-length-lowered",
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        severity: expect.stringMatching(/^(major|critical|blocker)$/),
        location: { path: "openapi.yaml", lines: { begin: 29, end: 29 } },
      }),
    );
    using grammar = XmlDocument.fromString(readFileSync(join(schemas, "junit.xsd"), "utf8"));
    using xsd = XsdValidator.fromDoc(grammar);
    using report = XmlDocument.fromString(workspace.read(String(junit)));
    xsd.validate(report);
    expect(report.find("//failure").length).toBeGreaterThan(0);
  });
});

test("the workflow may do what it does: it reads the code, uploads a log, and has the history", () => {
  expect(workflow.on).toHaveProperty("pull_request");
  expect(workflow.permissions).toEqual({ contents: "read", "security-events": "write" });
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  for (const { uses, run } of steps) expect([uses, run].filter(Boolean)).toHaveLength(1);
  for (const { uses } of steps)
    if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w/-]+@v\d+$/);
  expect(steps[0]).toMatchObject({ uses: "actions/checkout@v4", with: { "fetch-depth": 0 } });
  const upload = steps.find(({ uses }) => uses?.includes("upload-sarif"));
  expect(upload).toMatchObject({ if: "always()", with: { sarif_file: "berrys.sarif" } });
});
