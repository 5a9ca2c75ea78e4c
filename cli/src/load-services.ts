import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readSettings, type ServiceConfig } from "@berrys/codegen/load/settings";
import { CliError } from "./cli-error.ts";

/** The little of a service that the CLI needs to know. */
export interface LoadedService {
  readonly definition: { readonly id: string; readonly title: string; readonly portOffset: number };
  readonly setup: { readonly rest?: { readonly authenticate?: unknown } };
}

export interface WorkspaceServices {
  readonly all: readonly ServiceConfig[];
  /** Command that shows a first call; `{<service id>}` is its base URL, `{api-key}` the development key. */
  readonly firstCall: string | null;
  load(ids: readonly string[]): Promise<readonly LoadedService[]>;
}

/** Services of `berrys.yaml` and the modules that hold them. */
export function workspaceServices(root: string): WorkspaceServices {
  const { services, firstCall } = settingsOf(root);
  return {
    all: services,
    firstCall,
    load: async (ids) => {
      const loaded: LoadedService[] = [];
      for (const id of ids) loaded.push(await loadService(root, services, id));
      return loaded;
    },
  };
}

/** Folder of the generated code, relative to the workspace. */
export function workspaceOutput(root: string): string {
  return settingsOf(root).output.dir;
}

function settingsOf(root: string) {
  const file = join(root, "berrys.yaml");
  if (!existsSync(file)) {
    throw new CliError("cli/no-workspace", `there is no berrys.yaml in ${root} or above it`, {
      hint: "run the command inside a workspace, or start one with `berrys init`",
    });
  }
  const [settings, [problem]] = readSettings(readFileSync(file, "utf8"));
  if (settings !== null) return settings;
  const place = problem?.span == null ? "" : `berrys.yaml:${problem.span.line}: `;
  throw new CliError("cli/broken-settings", `${place}${problem?.message ?? "broken settings"}`, {
    hint: problem?.hint ?? "`berrys contracts validate` shows all problems",
  });
}

async function loadService(
  root: string,
  services: readonly ServiceConfig[],
  id: string,
): Promise<LoadedService> {
  const config = services.find((service) => service.id === id);
  if (config === undefined) {
    throw new CliError("cli/unknown-service", `there is no service \`${id}\``, {
      hint: `berrys.yaml has ${services.map((service) => service.id).join(", ")}`,
    });
  }
  const file = join(root, config.main);
  if (!existsSync(file)) {
    throw new CliError("cli/no-service-module", `the service \`${id}\` has no ${config.main}`, {
      hint: `write it with \`berrys new service ${id}\``,
    });
  }
  const module = await importService(file, config.main);
  if (module.default?.definition !== undefined) return module.default;
  throw new CliError("cli/no-service-module", `${config.main} exports no service`, {
    hint: "its default export must be what the generated `define…` function returns",
  });
}

/** What goes wrong in there is the workspace's own mistake. */
async function importService(
  file: string,
  main: string,
): Promise<{ readonly default?: LoadedService }> {
  try {
    return (await import(pathToFileURL(file).href)) as { readonly default?: LoadedService };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const missing = /^Cannot find (package|module) '([^']+)'/.exec(reason);
    const hint =
      missing?.[1] === "package"
        ? "run `npm install` in the workspace"
        : "run `berrys gen`, then `npx tsc` shows where it is";
    throw new CliError("cli/broken-service", `${main} cannot be loaded: ${reason}`, { hint });
  }
}

/** The runtime that the workspace's own code uses, so that both share one copy. */
export async function importRuntime<Module>(root: string, path: string): Promise<Module> {
  const resolve = createRequire(join(root, "package.json")).resolve;
  try {
    return (await import(pathToFileURL(resolve(`@berrys/runtime/${path}`)).href)) as Module;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      throw new CliError("cli/no-runtime", "the workspace has no @berrys/runtime", {
        hint: "`npm install @berrys/runtime`",
      });
    }
    throw error;
  }
}
