import { type Benchmark, type Report, UsageError } from "../benchmark.ts";
import type { Context, Measurement, Servers } from "./context.ts";
import { describeMachine } from "./machine.ts";
import { comparison } from "./measure/comparison.ts";
import { costs } from "./measure/guarantees.ts";
import { idle } from "./measure/idle.ts";
import { memory } from "./measure/memory.ts";
import { recovery } from "./measure/recovery.ts";
import { scaling } from "./measure/scaling.ts";
import { startNatsServer } from "./nats-server.ts";
import { ratiosOf } from "./ratios.ts";
import { findBlock, writeResults } from "./report/document.ts";
import { tableOf } from "./report/table.ts";
import { createSamples, type Samples } from "./samples.ts";
import { startServer } from "./server.ts";
import { type SystemName, systems } from "./systems/index.ts";

/** Parts of a run, and in how many rounds at most each takes part. */
const parts: Readonly<Record<string, { readonly run: Measurement; readonly rounds: number }>> = {
  comparison: { run: comparison, rounds: Number.POSITIVE_INFINITY },
  guarantees: { run: costs, rounds: Number.POSITIVE_INFINITY },
  scaling: { run: scaling, rounds: 5 },
  idle: { run: idle, rounds: 3 },
  recovery: { run: recovery, rounds: 3 },
  memory: { run: (context) => memory(context, 1_000_000), rounds: 1 },
};

/** Names that `--only` takes: parts, and systems of the comparison. */
export const choices: readonly string[] = [...Object.keys(parts), ...Object.keys(systems)];

/**
 * Messages through Berrys and its peers, on one Redis: every round measures all systems one after the other, in another
 * order each time, and ratios are those of one round.
 */
export const messaging: Benchmark = async (options) => {
  const only = options.only ?? choices;
  const unknown = only.find((name) => !choices.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--only: no \`${unknown}\`, expected some of ${choices.join(", ")}.`);
  if (options.write !== null) findBlock(options.write);
  const servers = await startServers();
  try {
    return await measure(servers, only, options);
  } finally {
    await Promise.all([servers.redis.stop(), servers.nats?.stop()]);
  }
};

async function startServers(): Promise<Servers> {
  return { redis: await startServer(), nats: await startNatsServer() };
}

async function measure(
  servers: Servers,
  only: readonly string[],
  { rounds, print, write }: Parameters<Benchmark>[0],
): Promise<Report> {
  const samples = createSamples();
  const notes = new Set<string>();
  const chosen = namesOf(systems).filter((name) => only.includes(name));
  const names = chosen.length > 0 ? chosen : namesOf(systems);
  // Systems alone: they are compared, and nothing else is measured.
  const running = Object.keys(parts).filter((name) => only.includes(name));
  for (let round = 0; round < rounds; round++) {
    const context = contextOf({ servers, names, round, samples, notes, print });
    for (const name of running.length > 0 ? running : ["comparison"]) {
      const part = parts[name];
      if (part !== undefined && round < part.rounds) await part.run(context);
    }
  }
  const machine = await describeMachine(servers, names);
  const report: Report = { machine, rows: samples.rows(), ratios: ratiosOf(samples) };
  for (const line of tableOf(report, [...notes])) print(line);
  if (write !== null) writeResults(write, report, [...notes]);
  return report;
}

interface ContextParts {
  readonly servers: Servers;
  readonly names: readonly SystemName[];
  readonly round: number;
  readonly samples: Samples;
  readonly notes: Set<string>;
  readonly print: (line: string) => void;
}

function contextOf({ servers, names, round, samples, notes, print }: ContextParts): Context {
  return {
    servers,
    systems: [...names.slice(round % names.length), ...names.slice(0, round % names.length)],
    round,
    seconds: Number(process.env.BERRYS_BENCH_SECONDS ?? 0.8),
    record: (sample) => {
      if (Number.isFinite(sample.value)) samples.add({ round, ...sample });
    },
    note: (text) => notes.add(text),
    progress: (text) => print(`round ${round + 1}: ${text}`),
  };
}

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(record) as Name[];
}
