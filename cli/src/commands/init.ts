import { basename, join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { CliError } from "../cli-error.ts";
import { kebabCase, toKebabCase } from "../scaffold/identifiers.ts";
import { writeMissing } from "../scaffold/scaffold-file.ts";
import { workspaceFiles } from "../scaffold/workspace-files.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { cliVersion } from "../version.ts";
import { scaffoldService } from "./new-service.ts";

export interface InitOptions {
  readonly name?: string;
  readonly service?: string;
  /** Takes defaults instead of asking. */
  readonly yes?: boolean;
}

/** `berrys init [dir]`: a small workspace that generates and compiles; never overwrites a file. */
export async function init(
  terminal: Terminal,
  dir: string | undefined,
  options: InitOptions,
): Promise<number> {
  const root = resolve(terminal.cwd, dir ?? ".");
  const answers = await ask(terminal, {
    name: options.name ?? (toKebabCase(basename(root)) || "workspace"),
    service: options.service ?? "greeter",
    complete: options.yes === true || (options.name !== undefined && options.service !== undefined),
  });
  for (const [what, answer] of Object.entries(answers)) {
    if (kebabCase.test(answer)) continue;
    throw new CliError(`cli/invalid-${what}`, `\`${answer}\` cannot be the ${what}`, {
      hint: "use lower-case words with `-` between them, e.g. `order-history`",
    });
  }
  const contracts = writeMissing(root, workspaceFiles({ ...answers, version: cliVersion() }));
  const service = await scaffoldService(terminal, root, answers.service);
  if (service === null) return 2;
  const written = [...contracts.written, ...service.written];
  const kept = [...contracts.kept, ...service.kept];
  if (terminal.json) {
    terminal.dataJson({ ...answers, written, kept });
    return 0;
  }
  for (const path of written) terminal.info(`created ${path}`);
  for (const path of kept) terminal.info(`kept    ${path}`);
  const enter = relative(terminal.cwd, root);
  const steps = [...(enter === "" ? [] : [`cd ${enter}`]), "npm install", "npm run gen"];
  terminal.info(`\nNext:\n${steps.map((step) => `  ${step}`).join("\n")}`);
  terminal.info(`Then write ${join("services", answers.service, "handlers/index.ts")}.`);
  return 0;
}

interface Answers {
  readonly name: string;
  readonly service: string;
}

async function ask(
  terminal: Terminal,
  { name, service, complete }: Answers & { readonly complete: boolean },
): Promise<Answers> {
  if (complete || !terminal.interactive || process.stdin.isTTY !== true) return { name, service };
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return {
      name: (await reader.question(`Name of the workspace (${name}): `)) || name,
      service: (await reader.question(`Id of the first service (${service}): `)) || service,
    };
  } finally {
    reader.close();
  }
}
