import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{cli,codegen,runtime,services,test,bench}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "test/golden/cases/**"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    pool: "forks",
    maxWorkers: 2,
    env: { BERRYS_ENV: "test", LOG_LEVEL: "silent", NO_COLOR: "1" },
  },
});
