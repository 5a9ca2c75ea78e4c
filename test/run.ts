/** The test command: finds the real servers that tests need, runs vitest, ends with `N passed, N failed`. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPostgres } from "./support/postgres.ts";
import { findRedis, howToInstallRedis } from "./support/redis.ts";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
}

if (findRedis() === null) {
  process.stderr.write(`${howToInstallRedis}\n`);
  process.exit(2);
}
const withPostgres = findPostgres() !== null;

const folder = mkdtempSync(join(tmpdir(), "berrys-test-"));
const reportFile = join(folder, "report.json");
const vitest = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
const child = spawn(
  process.execPath,
  [
    vitest,
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ],
  { stdio: "inherit", cwd: join(import.meta.dirname, "..") },
);
child.once("exit", (code) => {
  const report = readReport();
  rmSync(folder, { recursive: true, force: true });
  if (!withPostgres)
    process.stdout.write("No PostgreSQL found: database tests ran on PGlite alone.\n");
  if (report === null) {
    process.stdout.write("0 passed, 1 failed\n");
    process.exit(code || 1);
  }
  // A file that fails to load fails no test; it must not look like a pass.
  const failed = report.numFailedTests + (!report.success && report.numFailedTests === 0 ? 1 : 0);
  const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : "";
  process.stdout.write(`${report.numPassedTests} passed, ${failed} failed${skipped}\n`);
  process.exit(code ?? 1);
});

function readReport(): Report | null {
  try {
    return JSON.parse(readFileSync(reportFile, "utf8")) as Report;
  } catch {
    return null;
  }
}
