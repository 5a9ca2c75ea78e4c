import type { Context, Measurement } from "../context.ts";
import { inFlight } from "../load.ts";
import { flow, flowCpuMicros, flowRate, openPair } from "../pair.ts";
import type { Settings } from "../system.ts";
import { recordFlow, warmUp } from "./comparison.ts";

/** Measurements that differ in one guarantee from what they have in common. */
interface Group {
  /** In the names of rows. */
  readonly name: string;
  readonly settings: Settings;
  /** Name of a guarantee → the setting that switches it on. */
  readonly guarantees: Readonly<Record<string, Settings>>;
}

const groups: readonly Group[] = [
  {
    // A stream with an owner a partition and acknowledgement, and nothing else.
    name: "bare",
    settings: { validation: false, order: false, retry: false, tracing: false },
    guarantees: {
      validation: { validation: true },
      order: { order: true },
      retry: { retry: true },
      tracing: { tracing: true },
    },
  },
  {
    name: "default",
    settings: {},
    guarantees: {
      journal: { journal: true },
      dedupe_by_id: { ownIds: true },
      encryption: { encryption: true },
    },
  },
  {
    // Only bodies above a size are compressed.
    name: "16_kib",
    settings: { bodyBytes: 16 * 1024, compression: false },
    guarantees: { compression: { compression: true } },
  },
];

/** The cost of each guarantee, in percent of the end-to-end rate without it. */
export const costs: Measurement = async (context) => {
  await batchNumbers(context);
  for (const { name, settings, guarantees } of groups) {
    const without = await measure(context, name, settings);
    for (const [guarantee, on] of Object.entries(guarantees)) {
      const rate = await measure(context, `with_${guarantee}`, { ...settings, ...on });
      const value = 100 * (1 - rate.perSecond / without.perSecond);
      context.record({ system: "berrys", metric: `cost_${guarantee}`, value, unit: "%" });
      const cpu = 100 * (rate.cpuMicros / without.cpuMicros - 1);
      context.record({ system: "berrys", metric: `cost_cpu_${guarantee}`, value: cpu, unit: "%" });
    }
  }
};

/**
 * The number of a publisher's batch cannot be switched off: what it costs is what the server spends on GET and SET, which
 * nothing else uses more, in percent of the CPU of all three.
 */
async function batchNumbers(context: Context): Promise<void> {
  context.progress("berrys dedupe");
  const server = context.servers.redis;
  const pair = await openPair({ system: "berrys", server });
  try {
    const count = await warmUp(pair, "berrys", context.seconds);
    const before = await server.commandMicros(["get", "set"]);
    const work = await flow(pair, count, { inFlight: inFlight.berrys });
    const micros = (await server.commandMicros(["get", "set"])) - before;
    const value = (100 * micros) / (flowCpuMicros(work) * count);
    context.record({ system: "berrys", metric: "cost_dedupe", value, unit: "%" });
  } finally {
    await pair.close();
  }
}

interface Measured {
  readonly perSecond: number;
  /** Of both sides and the server, a message. */
  readonly cpuMicros: number;
}

async function measure(context: Context, name: string, settings: Settings): Promise<Measured> {
  context.progress(`berrys ${name}`);
  const pair = await openPair({ system: "berrys", server: context.servers.redis, settings });
  try {
    const count = await warmUp(pair, "berrys", context.seconds);
    const work = await flow(pair, count, { inFlight: inFlight.berrys });
    recordFlow(context, "berrys", `e2e_${name}`, work);
    return { perSecond: flowRate(work), cpuMicros: flowCpuMicros(work) };
  } finally {
    await pair.close();
  }
}
