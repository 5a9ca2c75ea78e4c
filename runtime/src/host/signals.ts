import type { Running } from "./start-services.ts";

/** Exit code of a process that a second signal ended at once. */
const forcedExit = 130;

/** How long a process that has stopped may go on by itself. */
const lingerMs = 1000;

/**
 * Stops on SIGTERM and SIGINT; resolves once everything is closed. A second signal ends the process at once. What a
 * handler left running keeps it for a second at the most.
 */
export function stopOnSignal(running: Running): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (stopping) process.exit(forcedExit);
      stopping = true;
      running.stop(signal).then(() => {
        process.removeListener("SIGTERM", onSignal);
        process.removeListener("SIGINT", onSignal);
        // Passes unnoticed where nothing else keeps the process.
        setTimeout(() => process.exit(), lingerMs).unref();
        resolve();
      }, reject);
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  });
}
