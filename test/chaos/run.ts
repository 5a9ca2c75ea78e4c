/** `npm run chaos -- --minutes N --seed S [--rate R] [--packed] [--out FOLDER] [--keep]`: the long form of the fault tests. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findPostgres, startPostgres } from "../support/postgres.ts";
import { startRedis } from "../support/redis.ts";
import { createActors } from "./actors.ts";
import { fuzz } from "./fuzz.ts";
import { reportOf } from "./report.ts";

const usage =
  "usage: npm run chaos -- [--minutes <more than 0>] [--seed <whole number>] [--rate <messages a second>] [--packed] [--out <folder>] [--keep]\n";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    rate: { type: "string", default: "300" },
    out: { type: "string", default: join(import.meta.dirname, "../../node_modules/.cache/chaos") },
    packed: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});
const [minutes, seed, rate] = [Number(values.minutes), Number(values.seed), Number(values.rate)];
if (!(minutes > 0) || !Number.isInteger(seed) || !(rate > 0)) {
  process.stderr.write(usage);
  process.exit(2);
}
const print = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
print(
  `seed ${seed}, ${minutes} minutes, ${rate} messages a second${values.packed ? ", packed" : ""}`,
);

const withPostgres = findPostgres() !== null;
if (!withPostgres) print("No PostgreSQL found: effects once and the outbox are left out.");
const [redis, postgres] = await Promise.all([
  startRedis({ arguments: ["--appendfsync", "always"] }),
  withPostgres ? startPostgres() : null,
]);
const actors = createActors({ execArgv: ["--expose-gc"] });
const out = join(values.out, String(seed));
mkdirSync(out, { recursive: true });
let history = "";
const result = await fuzz({
  seed,
  durationMs: minutes * 60_000,
  perSecond: rate,
  packed: values.packed,
  pauseMs: [1500, 6000],
  redis,
  actors,
  database: postgres?.url ?? null,
  onHistory: (file) => {
    history = file;
    print(`history: ${file}`);
  },
  onChecked: () => {
    if (values.keep) cpSync(history, join(out, "history.jsonl"));
  },
  print,
});
const left = await actors.close();
await Promise.all([redis.stop(), postgres?.stop()]);
const violations = [
  ...result.violations,
  ...left.map((text) => ({ invariant: "Q" as const, text })),
];
const whole = { ...result, violations };
writeFileSync(join(out, "report.json"), `${JSON.stringify(whole, null, 2)}\n`);
writeFileSync(join(out, "report.md"), reportOf(whole));
print(`${reportOf(whole)}\nreport: ${join(out, "report.md")}`);
process.exit(violations.length === 0 ? 0 : 1);
