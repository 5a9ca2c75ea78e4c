/**
 * `npm run bench -- <name> [--json] [--rounds <n>] [--only <part,part>] [--write <file>]`: side-by-side measurements; a table
 * on stderr, the report on stdout with `--json`.
 */
import { parseArgs } from "node:util";
import { type Benchmark, UsageError } from "./benchmark.ts";

const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  gen: async () => (await import("./gen/generation.ts")).generation,
  compat: async () => (await import("./compat/comparison.ts")).comparison,
  messaging: async () => (await import("./messaging/messaging.ts")).messaging,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean" },
    rounds: { type: "string", default: "5" },
    only: { type: "string" },
    write: { type: "string" },
  },
});
const [name = ""] = positionals;
const load = benchmarks[name];
const rounds = Number(values.rounds);
if (load === undefined || !Number.isInteger(rounds) || rounds < 1) {
  const names = Object.keys(benchmarks).join(" | ");
  process.stderr.write(
    `usage: npm run bench -- <${names}> [--json] [--rounds <n, at least 1>] [--only <part,part>] [--write <file>]\n`,
  );
  process.exit(2);
}
try {
  const benchmark = await load();
  const report = await benchmark({
    rounds,
    only: values.only?.split(",") ?? null,
    write: values.write ?? null,
    print: (line) => process.stderr.write(`${line}\n`),
  });
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
