import type { Ratios } from "../benchmark.ts";
import { ratioOf, type Samples } from "./samples.ts";

/** Berrys by another system or by itself. Bigger is better, but for latency, CPU and overhead. */
interface Compared {
  readonly metric: string;
  readonly other: string;
  /** Absent: the same. */
  readonly otherMetric?: string;
}

const compared: Readonly<Record<string, Compared>> = {
  e2e_vs_bullmq: { metric: "e2e", other: "bullmq" },
  e2e_packed_vs_bullmq: { metric: "e2e_packed", other: "bullmq", otherMetric: "e2e" },
  e2e_vs_moleculer_channels: { metric: "e2e", other: "moleculer-channels" },
  e2e_vs_bee_queue: { metric: "e2e", other: "bee-queue" },
  e2e_vs_ioredis: { metric: "e2e", other: "ioredis" },
  e2e_vs_tuned_ioredis: { metric: "e2e", other: "ioredis-tuned" },
  e2e_vs_nats_jetstream: { metric: "e2e", other: "nats-jetstream" },
  publish_vs_bullmq: { metric: "publish", other: "bullmq" },
  consume_vs_bullmq: { metric: "consume", other: "bullmq" },
  p99_vs_ioredis: { metric: "latency_p99", other: "ioredis" },
  // How many times faster messages travel without the journal.
  journal_overhead: { metric: "e2e_default", other: "berrys", otherMetric: "e2e_with_journal" },
  cpu_vs_bullmq: { metric: "e2e_cpu", other: "bullmq" },
  cpu_vs_ioredis: { metric: "e2e_cpu", other: "ioredis" },
  cpu_vs_tuned_ioredis: { metric: "e2e_cpu", other: "ioredis-tuned" },
};

/** The ratios of a run, each round's values by each other; those of which a side was not measured are left out. */
export function ratiosOf(samples: Samples): Ratios {
  return Object.fromEntries(
    Object.entries(compared).flatMap(([name, { metric, other, otherMetric = metric }]) => {
      const ratio = ratioOf(samples, ["berrys", metric], [other, otherMetric]);
      return ratio === null ? [] : [[name, ratio]];
    }),
  );
}
