import type { Surroundings } from "./terminal/terminal.ts";

/**
 * Runs one command line and resolves with the exit code: 0 fine, 1 findings, 2 usage or broken input, 70 a bug of
 * berrys. Never throws, never ends the process.
 */
export async function main(
  argv: readonly string[],
  surroundings: Surroundings = processSurroundings(),
): Promise<number> {
  if (argv[0] === "gen") {
    // What is asked most often, and mostly in vain: answered before anything else is loaded.
    const { tellUpToDate } = await import("./tell-up-to-date.ts");
    if (tellUpToDate(argv.slice(1), surroundings)) return 0;
  }
  const { runCommandLine } = await import("./run-command-line.ts");
  return runCommandLine(argv, surroundings);
}

function processSurroundings(): Surroundings {
  const { stdout, stderr, env } = process;
  // A reader that goes away (`berrys model | head`) is no failure.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return { stdout, stderr, env, cwd: process.cwd() };
}
