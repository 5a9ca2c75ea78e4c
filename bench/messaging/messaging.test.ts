import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import type { Report } from "../benchmark.ts";

const folder = mkdtempSync(join(tmpdir(), "berrys-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A run of 2,000 messages a measurement. */
async function bench(...args: readonly string[]) {
  const env = { ...process.env, BERRYS_BENCH_SECONDS: "0.01" };
  const script = join(import.meta.dirname, "../run.ts");
  const run = promisify(execFile)(process.execPath, [script, "messaging", ...args], { env });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

test("a short run of Berrys and plain ioredis measures both, compares them and writes the results", async () => {
  const document = join(folder, "performance.md");
  const marks = ["<!-- bench messaging: begin -->", "<!-- bench messaging: end -->"];
  writeFileSync(document, `# Before\n${marks.join("\nold\n")}\nAfter\n`);
  const only = "comparison,berrys,ioredis";
  const { code, stdout, stderr } = await bench(
    ...["--json", "--rounds", "1", "--only", only, "--write", document],
  );
  expect({ code, problem: code === 0 ? "" : stderr }).toEqual({ code: 0, problem: "" });
  const report = JSON.parse(stdout) as Report;
  expect(Object.keys(report).sort()).toEqual(["machine", "ratios", "rows"]);
  expect(report.machine).toMatchObject({ node: process.version, cpus: expect.any(Number) });

  const measured = (system: string) =>
    report.rows?.filter((row) => row.system === system).map(({ metric }) => metric);
  const metrics = ["e2e", "e2e_cpu_producer", "e2e_cpu_consumer", "e2e_cpu_server", "e2e_aof"];
  const all = [...metrics, "publish", "consume", "latency_p50", "latency_p99"];
  expect(measured("berrys")).toEqual(expect.arrayContaining(all));
  expect(measured("ioredis")).toEqual(expect.arrayContaining(all));
  for (const row of report.rows ?? []) {
    expect(Object.keys(row).sort()).toEqual(["max", "median", "metric", "min", "system", "unit"]);
    expect(row.min).toBeLessThanOrEqual(row.median);
    expect(row.median).toBeLessThanOrEqual(row.max);
  }
  expect(Object.keys(report.ratios)).toEqual([
    "e2e_vs_ioredis",
    "p99_vs_ioredis",
    "cpu_vs_ioredis",
  ]);
  for (const ratio of Object.values(report.ratios)) {
    expect(Object.keys(ratio).sort()).toEqual(["max", "median", "min"]);
    expect(ratio.median).toBeGreaterThan(0);
  }

  const written = readFileSync(document, "utf8");
  expect(written).toMatch(/^# Before\n<!-- bench messaging: begin -->\n/);
  expect(written).toMatch(/<!-- bench messaging: end -->\nAfter\n$/);
  expect(written).toContain("| `e2e_vs_ioredis` |");
  expect(written).not.toContain("old");
});

test("what cannot be measured or written is told before anything runs", async () => {
  expect(await bench("--only", "rabbitmq")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--only: no `rabbitmq`, expected some of comparison, "),
  });
  expect(await bench("--write", join(folder, "none.md"))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("has no place for results"),
  });
});

test("the emitted definition is what berrys gen gives", async () => {
  const cli = join(import.meta.dirname, "../../cli/bin/berrys.js");
  const cwd = join(import.meta.dirname, "contract");
  await promisify(execFile)(process.execPath, [cli, "gen", "--check"], { cwd });
});
