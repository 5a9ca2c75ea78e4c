import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/support/slow-first.ts";

export default defineConfig({
  test: {
    include: ["{cli,codegen,runtime,services,test,bench}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "test/golden/cases/**"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    pool: "forks",
    // A third of the time of a run is spent waiting: for processes to start, leases to end, servers to fail over.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    env: { BERRYS_ENV: "test", LOG_LEVEL: "silent", NO_COLOR: "1" },
  },
});
