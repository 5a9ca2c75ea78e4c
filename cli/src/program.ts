import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { addQueues, addTrace, type Runs } from "./queue-program.ts";
import {
  createTerminal,
  type Surroundings,
  type Terminal,
  type Verbosity,
} from "./terminal/terminal.ts";
import { cliVersion } from "./version.ts";

interface GlobalOptions {
  readonly json?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly cwd?: string;
}

/** Kinds of output that `gen --only` takes: the folders of the output. */
export const outputKinds = [
  "schemas",
  "events",
  "commands",
  "rest",
  "rpc",
  "services",
  "redis-acl",
] as const;

/** The command line: what can be said. What is done lives in `commands/` and is loaded when it is asked for. */
export function createProgram(surroundings: Surroundings, exit: (code: number) => void): Command {
  const program = new Command("berrys")
    .description("Contracts in, typed messages, RPC and REST out; and the platform that runs them.")
    .option("--json", "print the result, or the failure, as one JSON value on stdout")
    .option("--no-color", "print without colors; so does NO_COLOR")
    .option("-q, --quiet", "print errors alone")
    .option("-v, --verbose", "print details")
    .option("--cwd <dir>", "run as if started in this folder")
    .version(cliVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void surroundings.stdout.write(text),
      // A failure is reported once, by `reportFailure`; help without a command still has to be seen.
      writeErr: (text) => void surroundings.stderr.write(text),
      outputError: () => {},
    })
    .exitOverride();

  const runs =
    <Args extends readonly unknown[]>(
      run: (terminal: Terminal, ...args: Args) => Promise<number>,
    ) =>
    async (...args: unknown[]) => {
      // Commander passes arguments and options, then the command itself.
      const own = args.slice(0, -1) as unknown as Args;
      exit(await run(terminalOf(program.opts<GlobalOptions>(), surroundings), ...own));
    };
  // Subcommands take the settings above from their parent only where they are made by it.
  addGeneration(program, runs);
  addContracts(program, runs);
  addVerdicts(program, runs);
  addScaffolds(program, runs);
  addRunning(program, runs);
  addQueues(program, runs);
  addTrace(program, runs);
  return program;
}

function addGeneration(program: Command, runs: Runs): void {
  program
    .command("gen")
    .description("generate code from the contracts")
    .option("--check", "write nothing; exit 1 and say why where the output is stale")
    .option("--watch", "generate again whenever a contract changes")
    .addOption(new Option("--only <kind>", "write one kind of output").choices(outputKinds))
    .option("--clean", "also delete generated files that the contracts no longer ask for")
    .option("--force", "overwrite generated files that were edited by hand")
    .action(
      runs(async (terminal, options: import("./commands/gen.ts").GenOptions) => {
        const { gen } = await import("./commands/gen.ts");
        return gen(terminal, options);
      }),
    );
}

function addContracts(program: Command, runs: Runs): void {
  const contracts = program.command("contracts").description("look at and check the contracts");
  contracts
    .command("ls")
    .description("list services, messages, REST operations and RPCs")
    .action(
      runs(async (terminal) => {
        const { contractsLs } = await import("./commands/contracts-ls.ts");
        return contractsLs(terminal);
      }),
    );
  contracts
    .command("show <name>")
    .description("print one service, message, operation, RPC or schema")
    .action(
      runs(async (terminal, name: string) => {
        const { contractsShow } = await import("./commands/contracts-show.ts");
        return contractsShow(terminal, name);
      }),
    );
  contracts
    .command("validate")
    .description("check the contracts and write nothing")
    .action(
      runs(async (terminal) => {
        const { contractsValidate } = await import("./commands/contracts-validate.ts");
        return contractsValidate(terminal);
      }),
    );
  program
    .command("model")
    .description("print the model that the contracts make; --json prints all of it")
    .action(
      runs(async (terminal) => {
        const { model } = await import("./commands/model.ts");
        return model(terminal);
      }),
    );
  program
    .command("explain [code]")
    .description("explain a diagnostic or a rule: what it means and how to mend it")
    .action(
      runs(async (terminal, code: string | undefined) => {
        const { explain } = await import("./commands/explain.ts");
        return explain(terminal, code);
      }),
    );
}

function addVerdicts(program: Command, runs: Runs): void {
  const shared = (command: Command) =>
    command
      .addOption(new Option("--format <format>", "form of the report").choices(formats))
      .addOption(
        new Option("--fail-on <level>", "least level that exits with 1").choices(["error", "warn"]),
      )
      .option("--config <file>", "settings instead of those in the workspace's berrys.yaml");
  shared(program.command("breaking [target]"))
    .description("find changes that break somebody, and say whom")
    .option(
      "--against <version>",
      "git ref, `latest-tag`, folder, archive or file to compare with; default: `breaking.against`",
    )
    .option("--write-baseline", "accept what is found now")
    .action(
      runs(
        async (
          terminal,
          target: string | undefined,
          options: import("./commands/breaking.ts").BreakingOptions,
        ) => {
          const { breaking } = await import("./commands/breaking.ts");
          return breaking(terminal, target, options);
        },
      ),
    );
  shared(program.command("lint [target]"))
    .description("check the contracts against the rules of style and design")
    .option("--fix", "mend what can be mended mechanically")
    .option("--write-baseline", "accept what is found now")
    .action(
      runs(
        async (
          terminal,
          target: string | undefined,
          options: import("./commands/lint.ts").LintOptions,
        ) => {
          const { lint } = await import("./commands/lint.ts");
          return lint(terminal, target, options);
        },
      ),
    );
  shared(program.command("check"))
    .description("gen --check, lint and breaking in one pass, for CI")
    .option(
      "--against <version>",
      "version to compare with; default: `breaking.against`, else none",
    )
    .action(
      runs(async (terminal, options: import("./commands/check.ts").CheckOptions) => {
        const { check } = await import("./commands/check.ts");
        return check(terminal, options);
      }),
    );
}

/** Forms of reports; a copy of codegen's list, so that help loads nothing. */
const formats = ["text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"] as const;

function addScaffolds(program: Command, runs: Runs): void {
  program
    .command("new")
    .description("start something new")
    .command("service <id>")
    .description("write the hand-written files of a service; never overwrites")
    .action(
      runs(async (terminal, id: string) => {
        const { newService } = await import("./commands/new-service.ts");
        return newService(terminal, id);
      }),
    );
  program
    .command("init [dir]")
    .description("start a workspace: contracts, settings and one service")
    .option("--name <name>", "name of the workspace; default: the folder's")
    .option("--service <id>", "id of the first service; default: greeter")
    .option("-y, --yes", "take the defaults instead of asking")
    .action(
      runs(
        async (
          terminal,
          dir: string | undefined,
          options: import("./commands/init.ts").InitOptions,
        ) => {
          const { init } = await import("./commands/init.ts");
          return init(terminal, dir, options);
        },
      ),
    );
}

function addRunning(program: Command, runs: Runs): void {
  const portBase = () =>
    new Option("--port-base <port>", "first port; services add their own offset to it")
      .env("PORT_BASE")
      .argParser(parsePort);
  program
    .command("start")
    .description("generate if needed, then run all services in this process")
    .addOption(portBase())
    .action(
      runs(async (terminal, options: import("./commands/start.ts").StartOptions) => {
        const { start } = await import("./commands/start.ts");
        return start(terminal, options);
      }),
    );
  program
    .command("serve <service...>")
    .description("run some services as this process; needs REDIS_URL and DATABASE_URL")
    .addOption(portBase())
    .action(
      runs(
        async (
          terminal,
          ids: readonly string[],
          options: import("./commands/start.ts").StartOptions,
        ) => {
          const { serve } = await import("./commands/start.ts");
          return serve(terminal, ids, options);
        },
      ),
    );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_000) return port;
  throw new InvalidArgumentError("expected a port between 1 and 64999.");
}

function terminalOf(options: GlobalOptions, surroundings: Surroundings): Terminal {
  const verbosity: Verbosity = options.quiet ? 0 : options.verbose ? 2 : 1;
  const cwd = resolve(surroundings.cwd, options.cwd ?? ".");
  return createTerminal({
    ...surroundings,
    cwd,
    json: options.json ?? false,
    color: options.color,
    verbosity,
  });
}
