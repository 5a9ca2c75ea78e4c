import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePortRange } from "../support/processes.ts";

export const root = join(import.meta.dirname, "../..");

const copied = [
  ...["package.json", "berrys.yaml", "asyncapi.yaml", "openapi.yaml", "buf.yaml"],
  ...["contracts", "generated"],
];
const linked = ["node_modules", "cli", "codegen", "runtime", "services"];

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program that prints "Ctrl-C stops everything." once it is ready. */
export interface Started {
  /** Resolves with what was printed so far. */
  ready(): Promise<Finished>;
  /** What Ctrl-C does: SIGINT to the program and all that it started. */
  interrupt(): Promise<Finished>;
}

/** A checkout of the repository in a temporary folder; what is written there never reaches the real one. */
export interface Checkout {
  readonly folder: string;
  readonly portBase: number;
  /** Runs shell lines as a reader would, with `errexit`, on ports that are free. */
  shell(script: string): Promise<Finished>;
  /** Runs the `start` script of a package as npm does, without npm and its shell, which Ctrl-C ends their own way. */
  start(folder: string, portBase: number): Started;
  remove(): void;
}

export async function createCheckout(): Promise<Checkout> {
  const parent = mkdtempSync(join(tmpdir(), "berrys-readme-"));
  const folder = join(parent, "berrys");
  mkdirSync(folder);
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  for (const path of linked) symlinkSync(join(root, path), join(folder, path));
  const portBase = await freePortRange(9);
  const env = environment(portBase);
  const run = (script: string, cwd: string, more: NodeJS.ProcessEnv = {}) =>
    spawn("bash", ["-ec", script], { cwd, env: { ...env, ...more }, detached: true });
  return {
    folder,
    portBase,
    shell: (script) => observe(run(script, folder)).finished,
    start: (home, port) => started(run(startScript(home), home, { PORT_BASE: String(port) })),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

function startScript(folder: string): string {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start;
}

/** The reader's environment: a development machine without servers, whatever the tests run with. */
function environment(portBase: number): NodeJS.ProcessEnv {
  const { REDIS_URL: _, DATABASE_URL: __, BERRYS_BOOTSTRAP_API_KEY: ___, ...env } = process.env;
  return {
    ...env,
    PATH: `${join(root, "node_modules/.bin")}${delimiter}${env.PATH}`,
    BERRYS_ENV: "development",
    LOG_LEVEL: "silent",
    PORT_BASE: String(portBase),
    npm_config_offline: "true",
    npm_config_update_notifier: "false",
  };
}

/**
 * Does for a workspace what `npm install <folders>` does, without a registry: links the packages of this
 * repository and those of the workspace.
 */
export function linkPackages(workspace: string): void {
  const modules = join(workspace, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (!name.startsWith(".cache"))
      symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  mkdirSync(join(modules, "@greetings"));
  symlinkSync(join(workspace, "generated"), join(modules, "@greetings/contracts"));
}

function started(child: ChildProcess): Started {
  const { finished, output } = observe(child);
  return {
    ready: async () => {
      const end = Date.now() + 40_000;
      while (!output().stderr.includes("Ctrl-C stops everything.")) {
        if (hasEnded(child) || Date.now() > end)
          throw new Error(`it did not start:\n${output().stdout}${output().stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return output();
    },
    interrupt: () => {
      if (child.pid !== undefined && !hasEnded(child)) process.kill(-child.pid, "SIGINT");
      return finished;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function observe(child: ChildProcess) {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const output = (): Finished => ({ exitCode: child.exitCode, stdout, stderr });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(output()));
  });
  return { output, finished };
}
