/** A producer or consumer in a process of its own: takes orders from its parent, writes down what it does. */
import { type History, openHistory } from "../history.ts";
import { consume, type Role } from "./consume.ts";
import type { Answer, Order } from "./orders.ts";
import { produce } from "./produce.ts";

const heapMs = 2000;
/** Milliseconds by which this process's clock is wrong. */
const skewMs = Number(process.env.CHAOS_SKEW_MS ?? 0);
if (skewMs !== 0) {
  const now = Date.now;
  Date.now = () => now() + skewMs;
}
let history: History | null = null;
let role: Role | null = null;

const answer = (said: Answer): void => {
  if (process.connected) process.send?.(said);
};
const unexpected = (what: string, error: unknown): void => {
  const text = `${what}: ${error instanceof Error ? error.stack : String(error)}`;
  history?.write({ step: "unexpected", text });
};
process.on("unhandledRejection", (error) => unexpected("unhandled rejection", error));
process.on("uncaughtException", (error) => {
  unexpected("uncaught exception", error);
  process.exit(70);
});
// Without its parent it has no purpose.
process.on("disconnect", () => {
  if (role !== null) process.exit(0);
});
process.on("SIGTERM", () => void stop(2000).then(end));

const heap = setInterval(() => {
  globalThis.gc?.();
  if (role === null) return;
  history?.write({ step: "heap", role: "actor", bytes: process.memoryUsage().heapUsed });
}, heapMs);
heap.unref();

async function stop(graceMs: number): Promise<void> {
  const stopping = role;
  role = null;
  await stopping?.stop(graceMs);
  history?.close();
  history = null;
}

function end(): void {
  clearInterval(heap);
  if (process.connected) process.disconnect();
}

async function follow(order: Order): Promise<void> {
  switch (order.do) {
    case "consume":
      history = openHistory(order.history);
      role = await consume(order, history);
      answer({ said: "started" });
      return;
    case "produce":
      history = openHistory(order.history);
      role = await produce(order, history, () => answer({ said: "produced" }));
      answer({ said: "started" });
      return;
    case "pace":
      role?.pace(order.perSecond);
      answer({ said: "paced" });
      return;
    case "finish":
      await role?.finish();
      return;
    case "stop":
      await stop(order.graceMs);
      answer({ said: "stopped" });
      return;
    case "end":
      await stop(0);
      end();
      return;
    default:
      order satisfies never;
  }
}

process.on("message", (order) => {
  const { do: kind } = order as Order;
  follow(order as Order).catch((error: unknown) => {
    // Who cannot reach Redis does not start; whoever started must be able to stop.
    if (kind !== "consume" && kind !== "produce") unexpected(`\`${kind}\` failed`, error);
    answer({ said: "failed", text: String(error) });
  });
});
