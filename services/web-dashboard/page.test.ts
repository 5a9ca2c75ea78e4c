import { expect, test } from "vitest";
import { renderPage } from "./page.ts";
import { createRecentEvents } from "./recent-events.ts";

const event = (type: string) => ({
  id: "0195e1ca-0001-7a10-8b20-c10000007919",
  type,
  source: "<script>",
  timestamp: "2025-03-29T12:34:56.789Z",
  correlation_id: "c",
  data: {},
});

test("keeps the newest events and counts all, by category", () => {
  const events = createRecentEvents(2);
  for (const type of ["project.created", "task.created", "task.ready"]) events.add(event(type));
  expect(events.list().map(({ type }) => type)).toEqual(["task.ready", "task.created"]);
  expect(events.counts()).toEqual({ project: 1, task: 2 });
});

test("escapes what services wrote", () => {
  const events = createRecentEvents(5);
  events.add(event("project.created"));
  expect(renderPage(events)).toContain("&lt;script>");
  expect(renderPage(events)).not.toContain("<td><script>");
});
