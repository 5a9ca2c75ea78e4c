import { expect, test } from "vitest";
import { createEmbeddedProvider } from "./embedded.ts";
import { collect } from "./provider.ts";

const provider = createEmbeddedProvider();
const request = {
  model: "berrys-embedded",
  executionType: "plan",
  prompt: "Plan the project",
  context: {
    objectives: ["Segment the customers", "Write a report on churn"],
    data_sources: ["customers.csv"],
    deliverables: ["Churn report"],
  },
};

test("plans: sources first, then objectives by capability, then deliverables", async () => {
  const { structured, usage } = await collect(provider.stream(request, AbortSignal.timeout(5_000)));
  const tasks = structured?.tasks as {
    key: string;
    depends_on: string[];
    required_capabilities: string[];
  }[];
  expect(
    tasks.map(({ key, depends_on, required_capabilities }) => [
      key,
      required_capabilities,
      depends_on,
    ]),
  ).toEqual([
    ["profile-1", ["data_profiling"], []],
    ["objective-1", ["data_analysis"], ["profile-1"]],
    ["objective-2", ["report_writing"], ["objective-1"]],
    ["deliverable-1", ["report_writing"], ["objective-1", "objective-2"]],
  ]);
  expect(usage.promptTokens).toBeGreaterThan(0);
});

test("writes from facts, the same every time, in pieces", async () => {
  const asked = {
    ...request,
    executionType: "analyze",
    context: { title: "Churn", rows: 12, columns: ["id", "plan"] },
  };
  const first = await collect(provider.stream(asked, AbortSignal.timeout(5_000)));
  const second = await collect(provider.stream(asked, AbortSignal.timeout(5_000)));
  expect(first).toEqual(second);
  expect(first.text).toContain("- rows: 12");
  expect(first.text).toContain("- columns: id, plan");
});

test("stops when the caller goes away", async () => {
  await expect(collect(provider.stream(request, AbortSignal.abort()))).rejects.toThrow("cancelled");
});
