import { CommanderError } from "commander";
import { createProgram } from "./program.ts";
import { reportFailure } from "./report-failure.ts";
import { createTerminal, type Surroundings } from "./terminal/terminal.ts";

/** Parses a command line, runs its command and reports failures; what `main` promises. */
export async function runCommandLine(
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  let exitCode = 0;
  const program = createProgram(surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // Help and version end this way too.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return reportFailure(error, failureTerminal(argv, surroundings));
  }
}

// The command line may be what is broken, so its options are looked up without parsing.
function failureTerminal(argv: readonly string[], surroundings: Surroundings) {
  const end = argv.indexOf("--");
  const options = end === -1 ? argv : argv.slice(0, end);
  return createTerminal({
    ...surroundings,
    json: options.includes("--json"),
    color: !options.includes("--no-color"),
    verbosity: 1,
  });
}
