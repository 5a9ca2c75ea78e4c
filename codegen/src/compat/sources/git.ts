import { spawn } from "node:child_process";

/** What a git command said. */
export interface GitOutput {
  /** Null: git could not be started, or was killed. */
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a git plumbing command without a shell; nothing it does takes a lock or asks a question. */
export function git(cwd: string, args: readonly string[], input?: string): Promise<GitOutput> {
  return new Promise((resolve) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const child = spawn("git", args, {
      cwd,
      stdio: ["pipe", "pipe", "pipe"],
      env: environment(),
    });
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error) =>
      resolve({ status: null, stdout: Buffer.alloc(0), stderr: error.message }),
    );
    child.on("close", (status) =>
      resolve({
        status,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString("utf8"),
      }),
    );
    // A command that ends early closes the pipe; its status tells why.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}

/** Hooks run with the repository in variables, relative to a folder that is not ours; the folder itself tells it too. */
function environment(): NodeJS.ProcessEnv {
  const {
    GIT_DIR: _,
    GIT_WORK_TREE: __,
    GIT_INDEX_FILE: ___,
    GIT_PREFIX: ____,
    ...rest
  } = process.env;
  return { ...rest, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
}

/** Output without the line end; null where the command failed. */
export async function gitText(cwd: string, args: readonly string[]): Promise<string | null> {
  const { status, stdout } = await git(cwd, args);
  return status === 0 ? stdout.toString("utf8").replace(/\n$/, "") : null;
}

/** The last line that git wrote about a failure, without `fatal:`. */
export function reasonOf({ stderr }: GitOutput): string {
  const lines = stderr.trim().split("\n");
  const line = lines.find((text) => /^(?:fatal|error):/.test(text)) ?? lines.at(-1) ?? "";
  return line.replace(/^(?:fatal|error): /, "").replace(/\.$/, "") || "no reason given";
}
