/** A consumer in a process of its own, for tests to kill and to stop. Prints one JSON line per step of a delivery. */
import { createRedisTransport } from "../../runtime/src/transports/redis.ts";

export interface ConsumerProcessOptions {
  readonly url: string;
  readonly channel: string;
  readonly partitions: number;
  readonly group: string;
  readonly leaseMs: number;
  readonly handlerMs: number;
  /** Id of a message that ends the process. */
  readonly poison: string | null;
}

export interface ConsumerLine {
  readonly step: "ready" | "started" | "done" | "warning";
  readonly id: string;
  readonly attempt: number;
  readonly pid: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as ConsumerProcessOptions;
const print = (step: ConsumerLine["step"], id: string, attempt = 0): void => {
  const line: ConsumerLine = { step, id, attempt, pid: process.pid };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
const transport = createRedisTransport({
  url: options.url,
  leaseMs: options.leaseMs,
  onWarning: (message) => print("warning", message),
});
const subscription = await transport.subscribe({
  kind: "event",
  channel: options.channel,
  partitions: options.partitions,
  group: options.group,
  handle: async ({ id, attempt }) => {
    print("started", id, attempt);
    if (id === options.poison) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      process.kill(process.pid, "SIGKILL");
    }
    await new Promise((resolve) => setTimeout(resolve, options.handlerMs));
    print("done", id, attempt);
    return { kind: "done" };
  },
});
print("ready", "");
process.once("SIGTERM", async () => {
  await subscription.stop(2000);
  await transport.close();
});
