import { rmSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A private folder (mode 0700) that is gone when it is disposed of, and when the process ends before that. */
export interface TemporaryFolder {
  readonly path: string;
  dispose(): Promise<void>;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Makes a folder; the listeners for an early end live as long as it does. */
export async function createTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "berrys-against-")));
  const removeNow = () => rmSync(path, { recursive: true, force: true });
  const onSignal = (signal: NodeJS.Signals) => {
    removeNow();
    stopListening();
    // Others who listen decide for themselves how the process ends.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const stopListening = () => {
    process.off("exit", removeNow);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on("exit", removeNow);
  for (const signal of signals) process.on(signal, onSignal);
  return {
    path,
    dispose: async () => {
      stopListening();
      await rm(path, { recursive: true, force: true });
    },
  };
}
