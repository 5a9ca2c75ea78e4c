/** Runs the real command line in a folder: in this process (fast), or as a process of its own. */
import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { main } from "../../cli/src/main.ts";

export interface BerrysRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder outside of the repository that is gone when the `using` scope ends. */
export interface Workspace extends Disposable {
  readonly root: string;
  /** Writes files, making folders as needed. */
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
  /** Every file below `folder`, by path relative to it; `node_modules` and folders with a leading dot left out. */
  files(folder?: string): Readonly<Record<string, string>>;
  /** Runs `berrys` in this process. */
  berrys(...args: string[]): Promise<BerrysRun>;
  /** Runs `berrys` as a process of its own. */
  spawnBerrys(...args: string[]): Promise<BerrysRun>;
}

const bin = join(import.meta.dirname, "../../cli/bin/berrys.js");

/** A workspace with a copy of `from`, or with nothing. */
export function createWorkspace(from?: string): Workspace {
  const root = mkdtempSync(join(tmpdir(), "berrys-workspace-"));
  if (from !== undefined) cpSync(from, root, { recursive: true });
  return {
    root,
    write(files) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
    },
    read: (path) => readFileSync(join(root, path), "utf8"),
    files: (folder = ".") => readTree(join(root, folder)),
    berrys: (...args) => runInProcess(root, args),
    spawnBerrys: (...args) => runAsProcess(root, args),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Text of every file below a folder; an absent folder is empty. */
export function readTree(folder: string): Record<string, string> {
  const tree: Record<string, string> = {};
  collect(folder, folder, tree);
  return tree;
}

function collect(folder: string, top: string, tree: Record<string, string>): void {
  let entries: ReturnType<typeof list>;
  try {
    entries = list(folder);
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name === "node_modules" || (entry.isDirectory() && entry.name.startsWith(".")))
      continue;
    if (entry.isDirectory()) collect(path, top, tree);
    else tree[relative(top, path).split(sep).join("/")] = readFileSync(path, "utf8");
  }
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function runInProcess(cwd: string, args: readonly string[]): Promise<BerrysRun> {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await main(args, {
    cwd,
    env: { NO_COLOR: "1" },
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
  });
  return { exitCode, stdout: out.join(""), stderr: err.join("") };
}

function runAsProcess(cwd: string, args: readonly string[]): Promise<BerrysRun> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: "1" };
    const child = spawn(process.execPath, [bin, ...args], { cwd, env });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
  });
}
