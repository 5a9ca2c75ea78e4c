import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Answers, Command, Response } from "./protocol.ts";

/** A measuring process. */
export interface Child {
  /** Rejects with what the process says, or when it ends. */
  ask<Kind extends Command["kind"]>(
    command: Extract<Command, { kind: Kind }>,
  ): Promise<Answers[Kind]>;
  /** Closes its connections and ends it. */
  close(): Promise<void>;
  /** SIGKILL, as in a crash. */
  kill(): Promise<void>;
}

/** Starts a process that measures one side of one system. */
export function startChild(options: { readonly collectable?: boolean } = {}): Child {
  const child = fork(join(import.meta.dirname, "main.ts"), [], {
    execArgv: [...(options.collectable === true ? ["--expose-gc"] : []), ...profiling()],
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "silent" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let stderr = "";
  let asked = 0;
  const exited = ended(child);
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  child.on("message", (response: Response) => {
    const promise = waiting.get(response.id);
    waiting.delete(response.id);
    if ("error" in response) promise?.reject(new Error(response.error));
    else promise?.resolve(response.answer);
  });
  void exited.then((how) => {
    for (const { reject } of waiting.values())
      reject(new Error(`A measuring process ended ${how}\n${stderr}`));
    waiting.clear();
  });
  const ask = (command: Command): Promise<unknown> => {
    const promise = Promise.withResolvers<unknown>();
    const id = asked++;
    waiting.set(id, promise);
    child.send({ id, command }, (error) => {
      if (error !== null) promise.reject(error);
    });
    return promise.promise;
  };
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  return {
    ask: ask as Child["ask"],
    close: async () => {
      const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ask({ kind: "close" }).catch(() => undefined);
      await exited;
      clearTimeout(force);
    },
    kill,
  };
}

/** `BERRYS_BENCH_PROFILE=<folder>` has every process leave a CPU profile there. */
function profiling(): readonly string[] {
  const folder = process.env.BERRYS_BENCH_PROFILE;
  return folder === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${folder}`];
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const killWithParent = (): void => {
      child.kill("SIGKILL");
    };
    process.once("exit", killWithParent);
    child.once("exit", (code, signal) => {
      process.removeListener("exit", killWithParent);
      resolve(signal === null ? `with ${code}` : `by ${signal}`);
    });
    child.once("error", (error) => resolve(String(error)));
  });
}
