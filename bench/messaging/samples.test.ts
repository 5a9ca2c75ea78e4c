import { expect, test } from "vitest";
import { createSamples, ratioOf } from "./samples.ts";

const rate = { metric: "e2e", unit: "msg/s" };

test("a row holds smallest, middle and largest of its rounds", () => {
  const samples = createSamples();
  for (const [round, value] of [30, 10, 20].entries())
    samples.add({ ...rate, round, system: "berrys", value });
  expect(samples.rows()).toEqual([{ ...rate, system: "berrys", min: 10, median: 20, max: 30 }]);
});

test("ratios are those of one round: a round that slows both sides changes nothing", () => {
  const samples = createSamples();
  for (const [round, speed] of [1, 0.1, 5].entries()) {
    samples.add({ ...rate, round, system: "berrys", value: 600 * speed });
    samples.add({ ...rate, round, system: "bullmq", value: 100 * speed });
  }
  const ratio = ratioOf(samples, ["berrys", "e2e"], ["bullmq", "e2e"]);
  expect(ratio).toEqual({ min: 6, median: 6, max: 6 });
});

test("rounds that one side missed do not count, and without any there is no ratio", () => {
  const samples = createSamples();
  samples.add({ ...rate, round: 0, system: "berrys", value: 600 });
  samples.add({ ...rate, round: 1, system: "berrys", value: 900 });
  samples.add({ ...rate, round: 1, system: "bullmq", value: 100 });
  expect(ratioOf(samples, ["berrys", "e2e"], ["bullmq", "e2e"])).toEqual({
    min: 9,
    median: 9,
    max: 9,
  });
  expect(ratioOf(samples, ["berrys", "e2e"], ["ioredis", "e2e"])).toBeNull();
});
