import { type Child, startChild } from "./process/child.ts";
import type { Reached, Sent } from "./process/protocol.ts";
import type { Server } from "./server.ts";
import type { Settings } from "./system.ts";
import type { SystemName } from "./systems/index.ts";

/** A producing and some consuming processes of one system on an empty server. */
export interface Pair {
  readonly producer: Child;
  readonly consumers: readonly Child[];
  readonly server: Server;
  close(): Promise<void>;
}

export interface PairOptions {
  readonly system: SystemName;
  readonly server: Server;
  readonly settings?: Settings;
  /** Consuming processes; default 1. */
  readonly consumers?: number;
  /** Whether the processes can collect garbage on demand. */
  readonly collectable?: boolean;
}

/** Opens both sides. The producer comes first, so that streams exist. */
export async function openPair(options: PairOptions): Promise<Pair> {
  const { system, server, settings = {}, consumers = 1, collectable = false } = options;
  const { url } = server;
  await server.clear();
  const producer = startChild({ collectable });
  const receiving = Array.from({ length: consumers }, () => startChild({ collectable }));
  const close = async (): Promise<void> => {
    await Promise.all(receiving.map((child) => child.close()));
    await producer.close();
  };
  try {
    await producer.ask({ kind: "open", role: "producer", system, url, settings });
    for (const child of receiving)
      await child.ask({ kind: "open", role: "consumer", system, url, settings });
  } catch (error) {
    await close();
    throw error;
  }
  return { producer, consumers: receiving, server, close };
}

/** One piece of work on both sides. */
export interface Flow {
  readonly count: number;
  readonly sent: Sent;
  readonly reached: Reached;
  /** CPU of the server, in microseconds. */
  readonly serverMicros: number;
}

/** CPU that a message cost all three, in microseconds. */
export function flowCpuMicros({ count, sent, reached, serverMicros }: Flow): number {
  return (sent.cpuMicros + reached.cpuMicros + serverMicros) / count;
}

/** Sends `count` messages while the one consumer handles them; at a rate, or as fast as `inFlight` allows. */
export async function flow(
  { producer, consumers, server }: Pair,
  count: number,
  how: { readonly inFlight: number } | { readonly perSecond: number },
): Promise<Flow> {
  const [consumer] = consumers;
  if (consumer === undefined || consumers.length > 1) throw new Error("A flow has one consumer");
  await consumer.ask({ kind: "expect", count });
  const before = await server.cpuMicros();
  const sending =
    "inFlight" in how
      ? producer.ask({ kind: "send", count, ...how })
      : producer.ask({ kind: "send-at-rate", count, ...how });
  const [sent, reached] = await Promise.all([sending, consumer.ask({ kind: "reached" })]);
  return { count, sent, reached, serverMicros: (await server.cpuMicros()) - before };
}

/** Messages a second from the first send to the last handler. */
export function flowRate({ count, sent, reached }: Flow): number {
  return (count * 1e6) / (reached.lastAt - sent.startedAt);
}
