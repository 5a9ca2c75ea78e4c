import type { Context, Measurement } from "../context.ts";
import { inFlight } from "../load.ts";
import { flow, flowRate, openPair } from "../pair.ts";
import type { Settings } from "../system.ts";
import { recordFlow, warmUp } from "./comparison.ts";

/** A guarantee of ours that can be measured alone. */
interface Guarantee {
  readonly name: string;
  /** What it is measured on top of: a stream with nothing on, or everything that is on by default. */
  readonly on: "bare" | "default";
}

const guarantees: readonly Guarantee[] = [
  { name: "validation", on: "bare" },
  { name: "order", on: "bare" },
  { name: "dedupe", on: "bare" },
  { name: "retry", on: "bare" },
  { name: "tracing", on: "bare" },
];

const off: Settings = {
  validation: false,
  order: false,
  dedupe: false,
  retry: false,
  tracing: false,
};

/** The cost of each guarantee: with nothing but it switched on, against nothing at all; in percent of the rate. */
export const costs: Measurement = async (context) => {
  const bareBefore = await rateOf(context, "bare", off);
  const rates = new Map<string, number>();
  for (const { name, on } of guarantees) {
    const settings = on === "bare" ? { ...off, [name]: true } : { [name]: true };
    rates.set(name, await rateOf(context, `with_${name}`, settings));
  }
  const bare = (bareBefore + (await rateOf(context, "bare", off))) / 2;
  for (const [name, rate] of rates)
    context.record({
      system: "berrys",
      metric: `cost_${name}`,
      value: 100 * (1 - rate / bare),
      unit: "%",
    });
};

async function rateOf(context: Context, name: string, settings: Settings): Promise<number> {
  context.progress(`berrys ${name}`);
  const pair = await openPair({ system: "berrys", server: context.servers.none, settings });
  try {
    const count = await warmUp(pair, "berrys", context.seconds);
    const work = await flow(pair, count, { inFlight: inFlight.berrys });
    recordFlow(context, "berrys", `e2e_${name}`, work);
    return flowRate(work);
  } finally {
    await pair.close();
  }
}
