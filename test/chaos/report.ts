import type { FuzzResult } from "./fuzz.ts";

/** A run as Markdown: the numbers, the faults, and what was violated. */
export function reportOf(result: FuzzResult): string {
  const { counts, violations } = result;
  const minutes = result.durationMs / 60_000;
  const rows: readonly (readonly [string, string])[] = [
    ["seed", String(result.seed)],
    ["minutes", minutes.toFixed(1)],
    ["messages confirmed", number(counts.published)],
    ["attempted, confirmation unknown", number(counts.unconfirmed)],
    ["publish attempts that failed and were repeated", number(counts.publishFailures)],
    ["deliveries", number(counts.deliveries)],
    ["redeliveries", number(counts.redeliveries)],
    ["retries", number(counts.retries)],
    ["effects", number(counts.effects)],
    ["duplicates without a second effect", number(counts.duplicates)],
    ["dead letters", number(counts.deadLetters)],
    ["warnings told", number(counts.warnings)],
    ["faults", number(sum(Object.values(counts.faults)))],
    ["**lost**", number(counts.lost)],
    ["**order violations**", number(counts.orderViolations)],
    ["**double effects**", number(counts.doubleEffects)],
    ["heap growth, steepest process", `${(counts.heapSlope / 1e6).toFixed(2)} MB/min`],
    ["idle after the last fault", `${(result.settledMs / 1000).toFixed(1)} s`],
  ];
  const faults = Object.entries(counts.faults).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `# Chaos run, seed ${result.seed}`,
    "",
    "| | |",
    "|---|---:|",
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    "",
    "| fault | times | backlog small again after (median, greatest) |",
    "|---|---:|---:|",
    ...faults.map(([kind, times]) => `| ${kind} | ${times} | ${spread(counts.recoveries[kind])} |`),
    "",
    violations.length === 0 ? "No invariant was violated." : "Violations:",
    ...violations.map(({ invariant, text }) => `- ${invariant}: ${text}`),
    "",
  ].join("\n");
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function spread(ms: readonly number[] | undefined): string {
  if (ms === undefined || ms.length === 0) return "–";
  const sorted = [...ms].sort((a, b) => a - b);
  const seconds = (value: number | undefined): string => `${((value ?? 0) / 1000).toFixed(1)} s`;
  return `${seconds(sorted[Math.floor(sorted.length / 2)])}, ${seconds(sorted.at(-1))}`;
}
