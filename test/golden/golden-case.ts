import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type BerrysRun, createWorkspace, readTree } from "../support/run-berrys.ts";

/** Folder with a folder a case. */
export const casesFolder = join(import.meta.dirname, "cases");

/** Members of a case that are no input of the command. */
const expectations = ["args", "exit", "stdout.txt", "stderr.txt", "expect"];

/** What a case leaves behind: file → content; files without content do not exist. */
export type Outcome = Readonly<Record<string, string>>;

/** Names of all cases. */
export function caseNames(): readonly string[] {
  return readdirSync(casesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Runs the commands of a case (a line each in `args`, default `gen`) on a copy of its contracts. */
export async function runCase(name: string): Promise<Outcome> {
  using workspace = createWorkspace(join(casesFolder, name));
  for (const member of expectations)
    rmSync(join(workspace.root, member), { recursive: true, force: true });
  // Git keeps no folder `.git` of another repository, so a case has it by another name.
  const repository = join(workspace.root, "dot-git");
  if (existsSync(repository)) renameSync(repository, join(workspace.root, ".git"));
  const before = workspace.files();
  const runs: BerrysRun[] = [];
  for (const args of readArgs(name)) runs.push(await workspace.berrys(...args));
  const text = (stream: "stdout" | "stderr") =>
    settled(runs.map((run) => run[stream]).join(""), workspace.root);
  const exitCode = Math.max(...runs.map((run) => run.exitCode));
  const outcome: Record<string, string> = {
    exit: exitCode === 0 ? "" : `${exitCode}\n`,
    "stdout.txt": text("stdout"),
    "stderr.txt": text("stderr"),
  };
  // What the command wrote or changed. The manifest holds versions and hashes, which its own tests look at.
  for (const [path, content] of Object.entries(workspace.files())) {
    if (before[path] !== content && !path.endsWith("manifest.json"))
      outcome[`expect/${path}`] = content;
  }
  return withoutEmpty(outcome);
}

/** What a case is expected to leave behind. */
export function readExpected(name: string): Outcome {
  const folder = join(casesFolder, name);
  const tree = readTree(folder);
  return withoutEmpty(
    Object.fromEntries(
      Object.entries(tree).filter(
        ([path]) => path !== "args" && expectations.includes(path.split("/")[0] ?? ""),
      ),
    ),
  );
}

/** Makes the outcome the expectation and removes what is expected no longer. */
export function writeExpected(name: string, outcome: Outcome): void {
  const folder = join(casesFolder, name);
  for (const member of expectations) {
    if (member !== "args") rmSync(join(folder, member), { recursive: true, force: true });
  }
  for (const [path, content] of Object.entries(outcome)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function readArgs(name: string): readonly (readonly string[])[] {
  const path = join(casesFolder, name, "args");
  if (!existsSync(path)) return [["gen"]];
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => line.trim().split(/\s+/));
}

/** Times and the temporary folder differ from run to run. */
function settled(text: string, root: string): string {
  return text.replaceAll(root, "<workspace>").replace(/\(\d+\.\d\d s\)/g, "(<time>)");
}

function withoutEmpty(outcome: Readonly<Record<string, string>>): Outcome {
  const kept = Object.entries(outcome).filter(([, content]) => content !== "");
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}
