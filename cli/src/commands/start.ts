import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CliError } from "../cli-error.ts";
import {
  importRuntime,
  type LoadedService,
  type WorkspaceServices,
  workspaceServices,
} from "../load-services.ts";
import { asCliErrors } from "../platform/runtime-errors.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { findWorkspace } from "../workspace.ts";
import { generateOnce } from "./gen.ts";

export interface StartOptions {
  readonly portBase?: number;
}

/** `berrys start`: generates, then runs all services in this process until it is told to stop. */
export async function start(terminal: Terminal, options: StartOptions): Promise<number> {
  const root = findWorkspace(terminal.cwd);
  const generated = await generateOnce({ ...terminal, json: false, dataJson: () => {} }, { root });
  if (generated !== 0) return generated;
  const workspace = workspaceServices(root);
  return run(terminal, {
    root,
    workspace,
    ids: workspace.all.map(({ id }) => id),
    mode: "one-process",
    ...options,
  });
}

/** `berrys serve <service…>`: runs some services; the others run elsewhere, on the same Redis and PostgreSQL. */
export async function serve(
  terminal: Terminal,
  ids: readonly string[],
  options: StartOptions,
): Promise<number> {
  const root = findWorkspace(terminal.cwd);
  const workspace = workspaceServices(root);
  return run(terminal, {
    root,
    workspace,
    ids: [...new Set(ids)],
    mode: "several-processes",
    ...options,
  });
}

interface Run extends StartOptions {
  readonly root: string;
  readonly workspace: WorkspaceServices;
  readonly ids: readonly string[];
  readonly mode: "one-process" | "several-processes";
}

interface Launched {
  readonly urls: Readonly<Record<string, string>>;
  readonly messages: string;
  readonly state: string;
  stop(reason?: string): Promise<void>;
}

interface Config {
  readonly environment: string;
  readonly logLevel: string;
  readonly portBase: number;
}

async function run(
  terminal: Terminal,
  { root, workspace, ids, mode, portBase }: Run,
): Promise<number> {
  const runtime = await runtimeOf(root);
  const env: NodeJS.ProcessEnv = {
    ...terminal.env,
    ...(portBase === undefined ? {} : { PORT_BASE: String(portBase) }),
  };
  const known = <T>(work: () => Promise<T>): Promise<T> => asStartErrors(work);
  const config = await known(async () => runtime.readConfig(quiet(env, terminal, mode)));
  const dataDirectory = resolve(terminal.cwd, env.BERRYS_DATA ?? join(root, ".berrys"));
  const apiKey = mode === "one-process" ? developmentKey(config, env, dataDirectory) : null;
  if (apiKey !== null) process.env.BERRYS_BOOTSTRAP_API_KEY = apiKey;
  const services = await workspace.load(ids);
  const portOffsets = Object.fromEntries(workspace.all.map(({ id, port }) => [id, port]));
  const launched = await known(() =>
    runtime.launch({ services, config, mode, dataDirectory, portOffsets }),
  );
  const stopped = runtime.stopOnSignal(launched);
  report(terminal, { launched, services, apiKey, firstCall: workspace.firstCall, mode });
  await stopped;
  if (mode === "one-process") terminal.info("stopped");
  return 0;
}

async function runtimeOf(root: string) {
  const { launch } = await importRuntime<{ launch(options: object): Promise<Launched> }>(
    root,
    "launch",
  );
  const { readConfig } = await importRuntime<{ readConfig(env: object): Config }>(root, "config");
  const { stopOnSignal } = await importRuntime<{ stopOnSignal(running: Launched): Promise<void> }>(
    root,
    "host/signals",
  );
  return { launch, readConfig, stopOnSignal };
}

/** A port that is taken is the user's to mend, and so is what the runtime refuses. */
async function asStartErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await asCliErrors(work);
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      error.code === "EADDRINUSE" &&
      "port" in error
    ) {
      throw new CliError(
        "cli/port-in-use",
        `port ${String(error.port)} is in use by another program`,
        {
          hint: "stop that program, or move all ports with PORT_BASE",
        },
      );
    }
    throw error;
  }
}

/** At a terminal log lines would drown what a person came for; LOG_LEVEL brings them back. */
function quiet(env: NodeJS.ProcessEnv, terminal: Terminal, mode: Run["mode"]): NodeJS.ProcessEnv {
  if (mode !== "one-process" || env.LOG_LEVEL !== undefined || terminal.verbosity > 1) return env;
  return { ...env, LOG_LEVEL: "warn" };
}

/** Key for a developer's own calls, the same at every start; never made outside development. */
function developmentKey(
  config: Config,
  env: NodeJS.ProcessEnv,
  dataDirectory: string,
): string | null {
  if (env.BERRYS_BOOTSTRAP_API_KEY) return env.BERRYS_BOOTSTRAP_API_KEY;
  if (config.environment !== "development") return null;
  const file = join(dataDirectory, "development-api-key");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  mkdirSync(dataDirectory, { recursive: true });
  const key = `bk_dev${randomBytes(3).toString("hex")}_${randomBytes(32).toString("base64url")}`;
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}

interface Report {
  readonly launched: Launched;
  readonly services: readonly LoadedService[];
  readonly apiKey: string | null;
  readonly firstCall: string | null;
  readonly mode: Run["mode"];
}

function report(terminal: Terminal, { launched, services, apiKey, firstCall, mode }: Report): void {
  const { urls, messages, state } = launched;
  const takesKey = services.some(({ setup }) => setup.rest?.authenticate !== undefined);
  const key = takesKey ? apiKey : null;
  const call = firstCall
    ?.replace(/\{([a-z0-9-]+)\}/g, (whole, name: string) =>
      name === "api-key" ? (key ?? whole) : (urls[name] ?? whole),
    )
    .trim();
  if (terminal.json) {
    terminal.dataJson({
      urls,
      messages,
      state,
      apiKey: key,
      firstCall: mode === "one-process" ? (call ?? null) : null,
    });
    return;
  }
  // Several processes are run by programs, which read the log alone.
  if (mode === "one-process") {
    terminal.info(messages);
    terminal.info(state);
  }
  const width = Math.max(...services.map(({ definition }) => definition.title.length));
  for (const { definition } of services)
    terminal.data(`${definition.title.padEnd(width)}  ${urls[definition.id] ?? ""}`);
  if (mode === "several-processes") return;
  if (key !== null) terminal.data(`\nAPI key (development): ${key}`);
  if (call !== undefined) terminal.data(`\n${call}`);
  terminal.info("\nCtrl-C stops everything.");
}
