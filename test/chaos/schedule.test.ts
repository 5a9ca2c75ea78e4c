import { expect, test } from "vitest";
import { planOf } from "./plan.ts";
import { scheduleOf } from "./schedule.ts";

const options = { seed: 7, durationMs: 600_000, pauseMs: [500, 3000] as const };

test("a schedule depends on its seed alone", () => {
  expect(scheduleOf(options)).toEqual(scheduleOf(options));
  expect(scheduleOf({ ...options, seed: 8 })).not.toEqual(scheduleOf(options));
});

test("a long schedule has every kind of fault, in order, and an end in peace", () => {
  const faults = scheduleOf(options);
  expect(new Set(faults.map(({ kind }) => kind)).size).toBe(14);
  expect(faults.map(({ atMs }) => atMs)).toEqual(
    faults.map(({ atMs }) => atMs).sort((a, b) => a - b),
  );
  expect(Math.max(...faults.map(({ atMs, forMs }) => atMs + forMs))).toBeLessThan(540_000);
});

test("the plan of a message depends on seed and message alone, and rates are met", () => {
  const rates = { failures: 200, rejected: 20, kill: 10 };
  const plans = Array.from({ length: 50_000 }, (_, n) => planOf(3, rates, { key: "k", n }));
  expect(planOf(3, rates, { key: "k", n: 17 })).toEqual(plans[17]);
  const count = (name: "failures" | "rejected" | "kill") =>
    plans.filter((plan) => plan[name] !== undefined).length;
  expect(count("failures")).toBeGreaterThan(800);
  expect(count("failures")).toBeLessThan(1200);
  expect(count("rejected")).toBeGreaterThan(60);
  expect(count("kill")).toBeGreaterThan(20);
  expect(new Set(plans.map(({ kill }) => kill?.at))).toContain("in-transaction");
});
