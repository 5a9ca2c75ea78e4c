/** `npm run bench -- <name> [--json] [--rounds <n>]`: side-by-side measurements; a table on stderr, ratios on stdout with `--json`. */
import { parseArgs } from "node:util";
import type { Benchmark } from "./benchmark.ts";

const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  gen: async () => (await import("./gen/generation.ts")).generation,
  compat: async () => (await import("./compat/comparison.ts")).comparison,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean" }, rounds: { type: "string", default: "5" } },
});
const [name = ""] = positionals;
const load = benchmarks[name];
const rounds = Number(values.rounds);
if (load === undefined || !Number.isInteger(rounds) || rounds < 1) {
  const names = Object.keys(benchmarks).join(" | ");
  process.stderr.write(`usage: npm run bench -- <${names}> [--json] [--rounds <n, at least 1>]\n`);
  process.exit(2);
}
const benchmark = await load();
const ratios = await benchmark({ rounds, print: (line) => process.stderr.write(`${line}\n`) });
if (values.json) process.stdout.write(`${JSON.stringify({ ratios })}\n`);
