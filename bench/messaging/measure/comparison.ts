import type { Context, Measurement } from "../context.ts";
import { inFlight } from "../load.ts";
import { type Flow, flow, flowRate, openPair, type Pair } from "../pair.ts";
import type { Server } from "../server.ts";
import type { SystemName } from "../systems/index.ts";

/** Messages a second of the latency measurement. */
const latencyRate = 2000;
/** Messages that the first flow has; it makes both sides warm and shows how fast they are. */
const firstFlow = 2000;
/** Several of the largest batches that a system reads, so that the last one does not decide. */
const smallestBacklog = 5000;

/** End to end, latency, publish and consume of every system, one after the other. */
export const comparison: Measurement = async (context) => {
  for (const system of context.systems) {
    context.progress(system);
    try {
      await compare(context, system);
      if (system === "berrys") await packed(context, system);
    } catch (error) {
      // One system that fails must not cost the results of the others.
      context.note(`${system}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
};

async function compare(context: Context, system: SystemName): Promise<void> {
  const server = serverFor(context, system);
  const pair = await openPair({ system, server });
  try {
    const how = { inFlight: inFlight[system] };
    const count = await warmUp(pair, system, context.seconds);
    recordFlow(context, system, "e2e", await flow(pair, count, how));
    await latency(context, system, pair);
    await backlog(context, system, pair, Math.max(count, smallestBacklog));
    if (server === context.servers.redis) {
      const without = flowRate(await flow(pair, count, how));
      await server.persist("everysec");
      const value = flowRate(await flow(pair, count, how));
      context.record({ system, metric: "e2e_aof", value, unit: "msg/s" });
      const cost = 100 * (1 - value / without);
      context.record({ system, metric: "cost_aof", value: cost, unit: "%" });
    }
  } finally {
    await server.persist("none");
    await pair.close();
  }
}

/** The same flow where messages that are published together share entries (`x-berrys-packed`). */
async function packed(context: Context, system: SystemName): Promise<void> {
  const pair = await openPair({
    system,
    server: serverFor(context, system),
    settings: { packed: true },
  });
  try {
    const count = await warmUp(pair, system, context.seconds);
    recordFlow(
      context,
      system,
      "e2e_packed",
      await flow(pair, count, { inFlight: inFlight[system] }),
    );
  } finally {
    await pair.close();
  }
}

/** Messages that take about `seconds` once everything is compiled and connected. */
export async function warmUp(pair: Pair, system: SystemName, seconds: number): Promise<number> {
  const how = { inFlight: inFlight[system] };
  const first = flowRate(await flow(pair, firstFlow, how));
  const second = await flow(pair, Math.round(Math.max(firstFlow, first * seconds * 0.5)), how);
  return Math.round(Math.max(firstFlow, flowRate(second) * seconds));
}

/** Rate and CPU a message of each side. */
export function recordFlow(context: Context, system: string, metric: string, work: Flow): void {
  const { count, sent, reached, serverMicros } = work;
  context.record({ system, metric, value: flowRate(work), unit: "msg/s" });
  const sides = { producer: sent.cpuMicros, consumer: reached.cpuMicros, server: serverMicros };
  const record = (name: string, micros: number): void =>
    context.record({ system, metric: name, value: micros / count, unit: "µs/msg" });
  for (const [side, micros] of Object.entries(sides)) record(`${metric}_cpu_${side}`, micros);
  record(`${metric}_cpu`, sent.cpuMicros + reached.cpuMicros + serverMicros);
}

async function latency(context: Context, system: SystemName, pair: Pair): Promise<void> {
  const count = Math.max(500, Math.round(latencyRate * context.seconds * 2));
  const { sent, reached } = await flow(pair, count, { perSecond: latencyRate });
  const behind = (reached.lastAt - sent.startedAt) / 1e6 - count / latencyRate;
  if (behind > 1) context.note(`${system} did not keep up with ${latencyRate} messages a second`);
  context.record({ system, metric: "latency_p50", value: reached.p50 / 1000, unit: "ms" });
  context.record({ system, metric: "latency_p99", value: reached.p99 / 1000, unit: "ms" });
}

/** Publishes while nobody consumes, then consumes what waits. */
async function backlog(context: Context, system: SystemName, pair: Pair, count: number) {
  const [consumer] = pair.consumers;
  if (consumer === undefined) return;
  await consumer.ask({ kind: "stop" });
  const sent = await pair.producer.ask({ kind: "send", count, inFlight: inFlight[system] });
  const published = (count * 1e6) / (sent.endedAt - sent.startedAt);
  context.record({ system, metric: "publish", value: published, unit: "msg/s" });
  context.record({
    system,
    metric: "publish_cpu",
    value: sent.cpuMicros / count,
    unit: "µs/msg",
  });
  await consumer.ask({ kind: "expect", count });
  await consumer.ask({ kind: "start" });
  const reached = await consumer.ask({ kind: "reached" });
  const consumed = ((count - 1) * 1e6) / (reached.lastAt - reached.firstAt);
  context.record({ system, metric: "consume", value: consumed, unit: "msg/s" });
  context.record({
    system,
    metric: "consume_cpu",
    value: reached.cpuMicros / count,
    unit: "µs/msg",
  });
}

function serverFor({ servers }: Context, system: SystemName): Server {
  if (system !== "nats-jetstream") return servers.redis;
  if (servers.nats === null) throw new Error("nats-server is not on the PATH");
  return servers.nats;
}
