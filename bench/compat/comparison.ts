import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark, Ratios } from "../benchmark.ts";
import { spread } from "../spread.ts";
import { timeProcess } from "../time-process.ts";
import { type DocumentPair, writePair } from "./generate.ts";
import { edits } from "./large-document.ts";
import { peers } from "./peers.ts";

const repository = join(import.meta.dirname, "../..");
const berrys = join(repository, "cli/bin/berrys.js");
const sizes = [100, 1000, 10_000] as const;

/**
 * Comparison of two versions of one OpenAPI document: the whole command, cold, for 1,000 operations and 1,700 schemas in
 * JSON and YAML, next to other tools; and the cost of one operation in documents of 100, 1,000 and 10,000.
 */
export const comparison: Benchmark = async ({ rounds, print }) => {
  const folder = mkdtempSync(join(tmpdir(), "berrys-bench-"));
  try {
    const ratios = await cold(folder, rounds, print);
    return { ratios: { ...ratios, ...perOperation(folder, rounds, print) } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

type Print = (line: string) => void;

async function cold(folder: string, rounds: number, print: Print): Promise<Ratios> {
  const json = writePair(folder, 1000, "json");
  const yaml = writePair(folder, 1000, "yaml");
  const seconds: Record<string, number[]> = {};
  const time = async (name: string, args: readonly string[], exitCode: number, round: number) => {
    const taken = await timeProcess(process.execPath, args, folder, exitCode);
    // The first round fills caches of the operating system and of Node, for all sides alike, and does not count.
    if (round > 0) seconds[name] = [...(seconds[name] ?? []), taken];
  };
  for (let round = 0; round <= rounds; round += 1) {
    await time("cold_json", commandFor(json), 1, round);
    await time("cold_yaml", commandFor(yaml), 1, round);
    for (const { name, command } of peers)
      if (typeof command === "function") await time(name, command(json.old, json.now), 0, round);
  }
  const { cold_json: own = [], cold_yaml: ownYaml = [] } = seconds;
  for (const [name, values] of Object.entries(seconds)) print(lineOf(name, "s", spread(values)));
  for (const { name, command } of peers)
    if (typeof command === "string") print(`${name.padEnd(24)} ${command}`);
  const against = peers.flatMap(({ name }): [string, Ratios[string]][] => {
    const theirs = seconds[name];
    if (theirs === undefined) return [];
    const key = `cold_json_vs_${name.replaceAll("-", "_")}`;
    return [[key, spread(own.map((value, round) => value / (theirs[round] ?? Number.NaN)))]];
  });
  for (const [name, ratio] of against) print(lineOf(name, "", ratio));
  return {
    cold_json_seconds: spread(own),
    cold_yaml_seconds: spread(ownYaml),
    ...Object.fromEntries(against),
  };
}

function commandFor({ old, now }: DocumentPair): readonly string[] {
  return [berrys, "breaking", "--against", old, now, "--format", "json"];
}

function perOperation(folder: string, rounds: number, print: Print): Ratios {
  const found = sizes.map((operations) => {
    const { old, now } = writePair(folder, operations, "json");
    const script = join(import.meta.dirname, "time-comparison.ts");
    const taken = Array.from({ length: rounds }, () => {
      const stdout = execFileSync(process.execPath, [script, old, now], { encoding: "utf8" });
      const { ms, findings }: { ms: number; findings: number } = JSON.parse(stdout);
      checkFindings(findings, operations);
      return ms / operations;
    });
    const key = `ms_per_operation_${operations}`;
    print(lineOf(key, "ms", spread(taken)));
    return [key, spread(taken)] as const;
  });
  return Object.fromEntries(found);
}

/** A fast comparison that overlooks edits is worth nothing. */
function checkFindings(findings: number, operations: number): void {
  const editedResources = Math.ceil(operations / 5 / 25);
  if (findings >= editedResources * edits.length) return;
  throw new Error(`${findings} findings in ${editedResources} resources of ${edits.length} edits`);
}

function lineOf(name: string, unit: string, { min, median, max }: Ratios[string]): string {
  const [low, middle, high] = [min, median, max].map((value) => value.toFixed(2));
  return `${name.padEnd(24)} ${middle} ${unit} (${low} to ${high})`;
}
