import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { writeAtomically } from "@berrys/codegen/write/apply";
import { type Registration, registerService } from "@berrys/codegen/write/register-service";
import { CliError } from "../cli-error.ts";
import { type LoadedWorkspace, loadWorkspace } from "../load-workspace.ts";
import { kebabCase, titleOf } from "../scaffold/identifiers.ts";
import { writeMissing } from "../scaffold/scaffold-file.ts";
import { serviceFiles } from "../scaffold/service-files.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { cliVersion } from "../version.ts";
import { findWorkspace } from "../workspace.ts";

/** `berrys new service <id>`: registers the service and writes its hand-written files; existing ones stay as they are. */
export async function newService(terminal: Terminal, id: string): Promise<number> {
  const scaffolded = await scaffoldService(terminal, findWorkspace(terminal.cwd), id);
  if (scaffolded === null) return 2;
  const { skeleton, written, kept } = scaffolded;
  if (terminal.json) terminal.dataJson({ service: id, written, kept });
  for (const path of written) terminal.info(`created ${path}`);
  for (const path of kept) terminal.info(`kept    ${path}`);
  if (!existsSync(skeleton)) terminal.info("Next: `berrys gen`");
  return 0;
}

/** What came of a service's files. */
export interface ScaffoldedService {
  /** Absolute path of the emitted skeleton that the files build on; `berrys gen` writes it. */
  readonly skeleton: string;
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/** Registers a service and writes the files it does not have yet; null where the contracts have errors, which are reported. */
export async function scaffoldService(
  terminal: Terminal,
  root: string,
  id: string,
): Promise<ScaffoldedService | null> {
  if (!kebabCase.test(id)) throw invalidId(id);
  register(terminal, root, id);
  const loaded = await loadWorkspace({ ...terminal, cwd: root });
  if (loaded === null) return null;
  const service = loaded.model.services.find((known) => known.id === id);
  if (service === undefined) throw new Error(`service ${id} is registered but not in the model`);
  const folder = posix.dirname(mainOf(loaded, id));
  const output = outputPackage(loaded, folder);
  const files = serviceFiles({
    model: loaded.model,
    service,
    folder,
    skeleton: (depth) => output.specifier(`services/${id}`, depth),
    importExtension: loaded.config.output.importExtension,
    dependencies: { ...output.dependencies, "@berrys/runtime": `^${cliVersion()}` },
  });
  const skeleton = join(root, loaded.config.output.dir, `services/${id}.ts`);
  return { skeleton, ...writeMissing(root, files) };
}

function register(terminal: Terminal, root: string, id: string): void {
  const path = join(root, "berrys.yaml");
  // Loading says that it is missing.
  if (!existsSync(path)) return;
  const registration = planRegistration(readFileSync(path, "utf8"), id);
  switch (registration.kind) {
    case "present":
      return;
    case "added":
      writeAtomically(path, registration.text);
      terminal.info(`registered ${id} in berrys.yaml`);
      return;
    case "by-hand":
      throw new CliError(
        "cli/register-by-hand",
        `\`services\` of berrys.yaml cannot take \`${id}\``,
        {
          hint: `add these lines below \`services\` and run this again:\n\n${registration.lines}`,
        },
      );
  }
}

function planRegistration(settings: string, id: string): Registration {
  try {
    return registerService(settings, { id, title: titleOf(id) });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CliError("cli/broken-settings", "berrys.yaml is not readable as YAML", {
      hint: "`berrys contracts validate` shows the place",
    });
  }
}

/** How hand-written code names the emitted one: by package name where the output folder is one, else by path. */
function outputPackage({ root, config }: LoadedWorkspace, folder: string) {
  const path = join(root, config.output.dir, "package.json");
  const named = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  if (typeof named.name === "string" && named.exports?.["./*"] !== undefined) {
    const specifier = (module: string, _depth: 0 | 1) => `${named.name}/${module}`;
    return { specifier, dependencies: { [named.name]: String(named.version ?? "*") } };
  }
  const specifier = (module: string, depth: 0 | 1) => {
    const from = depth === 1 ? `${folder}/handlers` : folder;
    return `${posix.relative(from, config.output.dir)}/${module}${config.output.importExtension}`;
  };
  return { specifier, dependencies: {} };
}

function mainOf({ config }: LoadedWorkspace, id: string): string {
  return config.services.find((service) => service.id === id)?.main ?? `services/${id}/main.ts`;
}

function invalidId(id: string): CliError {
  const hint = "use lower-case words with `-` between them, e.g. `order-history`";
  return new CliError("cli/invalid-service", `\`${id}\` is no service id`, { hint });
}
