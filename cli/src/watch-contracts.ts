import { relative, sep } from "node:path";
import { watch } from "chokidar";
import { reportFailure } from "./report-failure.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** An editor saves in several steps, a branch switch touches many files: one run for all of it. */
const settleMs = 120;
const contract = /\.(?:ya?ml|json|proto)$/;

/** Runs `generate` now and after every change of a contract, until interrupted; resolves with 0. */
export async function watchContracts(
  terminal: Terminal,
  root: string,
  generate: () => Promise<unknown>,
): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = () => {
    running = running.then(async () => {
      try {
        await generate();
      } catch (error) {
        reportFailure(error, terminal);
      }
    });
  };
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (path, stats) => isIgnored(relative(root, path), stats?.isFile() ?? false),
  });
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(run, settleMs);
  });
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
  run();
  await running;
  terminal.info(`watching the contracts of ${root}; Ctrl-C ends`);
  await interrupted();
  clearTimeout(timer);
  await Promise.all([watcher.close(), running]);
  return 0;
}

function isIgnored(path: string, isFile: boolean): boolean {
  const segments = path.split(sep);
  if (segments.some((name) => name === "node_modules" || name === "dist")) return true;
  if (segments.some((name) => name.startsWith("."))) return true;
  return isFile && (!contract.test(path) || path.endsWith("manifest.json"));
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
