import { defineConfig } from "vitest/config";
import { SlowFirst } from "./test/support/slow-first.ts";

/** Functions alone, with no server and no state of the process: their files share a worker and its modules. */
const pure = [
  "codegen/src/**/*.test.ts",
  "test/{breaking,compat,compat-sources,contracts,golden,lint,schema}/**/*.test.ts",
];
/** Each closes what it opens and sets nothing that outlives it, so their files share a worker too. */
const units = ["{runtime,services}/**/*.test.ts"];
const exclude = ["**/node_modules/**", "**/dist/**", "test/golden/cases/**"];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "pure", include: pure, exclude, isolate: false } },
      { extends: true, test: { name: "units", include: units, exclude, isolate: false } },
      {
        extends: true,
        test: {
          name: "real",
          include: ["{cli,test,bench}/**/*.test.ts"],
          exclude: [...exclude, ...pure],
        },
      },
    ],
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
