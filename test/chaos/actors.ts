import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Answer, Order } from "./actor/orders.ts";

/** A process that produces or consumes. */
export interface Actor {
  readonly pid: number;
  /** Gives an order; resolves with the answer `said`. Rejects if the actor fails or ends. */
  order(order: Order, said: Answer["said"]): Promise<void>;
  /** Resolves with the next answer of the kind; rejects if the actor fails or ends before. */
  hears(said: Answer["said"]): Promise<void>;
  /** Sends a signal; resolves at once. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves with exit code or signal once the process is gone. */
  readonly exited: Promise<number | NodeJS.Signals>;
}

/** Processes that are used again from scenario to scenario, as far as they live. */
export interface Actors {
  take(): Promise<Actor>;
  /** Of one that has stopped. */
  giveBack(actor: Actor): void;
  /** Ends all; resolves with what did not end by itself and well, in words. */
  close(): Promise<readonly string[]>;
}

/** Milliseconds that a process with nothing to do may take to end. */
const endMs = 5000;

export interface ActorsOptions {
  /** Goes to Node. */
  readonly execArgv?: readonly string[];
  /** Added to the environment of the n-th process. */
  readonly env?: (n: number) => NodeJS.ProcessEnv;
}

/** A pool of actors. */
export function createActors({ execArgv = [], env = () => ({}) }: ActorsOptions = {}): Actors {
  const idle: Actor[] = [];
  const living = new Set<Actor>();
  let started = 0;
  const start = (): Actor => {
    const actor = startActor(execArgv, env(started++));
    living.add(actor);
    void actor.exited.then(() => {
      living.delete(actor);
      const index = idle.indexOf(actor);
      if (index >= 0) idle.splice(index, 1);
    });
    return actor;
  };
  return {
    take: async () => idle.pop() ?? start(),
    giveBack: (actor) => {
      if (living.has(actor)) idle.push(actor);
    },
    close: async () => {
      const problems = await Promise.all([...living].map(end));
      return problems.flat();
    },
  };
}

async function end(actor: Actor): Promise<readonly string[]> {
  actor.order({ do: "end" }, "stopped").catch(() => {});
  let late: NodeJS.Timeout | undefined;
  const timeout = new Promise<"late">((resolve) => {
    late = setTimeout(resolve, endMs, "late");
  });
  const result = await Promise.race([actor.exited, timeout]);
  clearTimeout(late);
  if (result === 0) return [];
  actor.signal("SIGKILL");
  await actor.exited;
  return [
    result === "late"
      ? `process ${actor.pid} did not end by itself: something is still open`
      : `process ${actor.pid} ended with ${result}`,
  ];
}

/** Nothing stays behind when the parent ends in mid-run. */
const killedWithParent = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of killedWithParent) child.kill("SIGKILL");
});

function startActor(execArgv: readonly string[], env: NodeJS.ProcessEnv): Actor {
  const child: ChildProcess = fork(join(import.meta.dirname, "actor/main.ts"), {
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const listeners = new Set<(answer: Answer | "exit") => void>();
  const tell = (answer: Answer | "exit"): void => {
    for (const listener of [...listeners]) listener(answer);
  };
  child.on("message", (answer) => tell(answer as Answer));
  child.on("error", () => {});
  killedWithParent.add(child);
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("exit", (code, signal) => {
      killedWithParent.delete(child);
      tell("exit");
      resolve(code ?? signal ?? -1);
    });
  });
  const hears = (said: Answer["said"]): Promise<void> =>
    new Promise((resolve, reject) => {
      const listener = (answer: Answer | "exit"): void => {
        if (answer !== "exit" && answer.said !== said && answer.said !== "failed") return;
        listeners.delete(listener);
        if (answer === "exit") reject(new Error(`Process ${child.pid} ended before it ${said}`));
        else if (answer.said === "failed") reject(new Error(answer.text));
        else resolve();
      };
      listeners.add(listener);
    });
  return {
    pid: child.pid ?? 0,
    exited,
    hears,
    order: (order, said) => {
      const heard = hears(said);
      child.send(order, (error) => {
        if (error !== null) tell({ said: "failed", text: String(error) });
      });
      return heard;
    },
    signal: (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    },
  };
}
