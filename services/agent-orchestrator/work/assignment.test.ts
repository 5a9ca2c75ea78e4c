import { expect, test } from "vitest";
import { type Assignment, materialOf, summaryOf } from "./assignment.ts";
import { executionId } from "./hands.ts";

const task: Assignment = {
  agent_id: "0195e1c9-0a11-7b55-9e01-5f6071829304",
  task_id: "0195e1c8-9b32-7f10-a6d2-3d4e5f607182",
  project_id: "0195e1c8-7a40-7c3e-9f2a-1b2c3d4e5f60",
  priority: "normal",
  title: "Profile b.csv",
  description: "",
  task_type: "profiling",
  required_capabilities: ["data_profiling"],
  inputs: {},
  attempt: 1,
};

test("takes the sources that a task names, else all", () => {
  const inputs = { data_sources: ["a.csv", "b.csv"] };
  expect(materialOf({ ...task, inputs }).sources).toEqual(["b.csv"]);
  expect(materialOf({ ...task, inputs, title: "Profile" }).sources).toEqual(["a.csv", "b.csv"]);
});

test("leaves out inputs that do not fit", () => {
  const result = { summary: "s", format: "markdown", content: "c" };
  const results = [{ title: "T", result }, { title: "U", result: null }, "no result"];
  expect(
    materialOf({ ...task, inputs: { data_sources: "a", objectives: [1, "o"], results } }),
  ).toEqual({
    sources: [],
    objectives: ["o"],
    results: [{ title: "T", result }],
  });
});

test("sums up without headings and bullets", () => {
  expect(summaryOf("# Churn\n\nFindings:\n\n- rows: 60\n- gaps: 3\n- more\n")).toBe(
    "Findings: rows: 60 gaps: 3",
  );
  expect(summaryOf("# Only a heading")).toBe("Only a heading");
  expect(summaryOf("")).toBe("Done");
});

test("an execution's id is that of task, attempt and step", () => {
  const id = executionId(task, "profile");
  expect(executionId({ ...task }, "profile")).toBe(id);
  const others = [executionId({ ...task, attempt: 2 }, "profile"), executionId(task, "other")];
  expect(others).not.toContain(id);
});
