import { expect, test } from "vitest";
import { type Candidate, matchAgent } from "./match-agent.ts";

const candidate = (agent_id: string, facts: Partial<Candidate> = {}): Candidate => ({
  agent_id,
  state: "ready",
  capabilities: ["a"],
  openTasks: 0,
  failedBefore: false,
  ...facts,
});
const match = (required: readonly string[], ...candidates: readonly Candidate[]) =>
  matchAgent(candidates, required, "task")?.agent_id;

test("prefers cover to failures, failures to state, state to load", () => {
  const plain = candidate("plain");
  expect(
    match(["a", "b"], plain, candidate("both", { capabilities: ["a", "b"], failedBefore: true })),
  ).toBe("both");
  expect(match(["a"], plain, candidate("failed", { failedBefore: true }))).toBe("plain");
  expect(
    match(
      ["a"],
      candidate("busy", { state: "active", openTasks: 1 }),
      candidate("failed", { failedBefore: true }),
    ),
  ).toBe("busy");
  expect(match(["a"], candidate("loaded", { openTasks: 2 }), plain)).toBe("plain");
});

test("nobody without a capability, and nobody who is away", () => {
  expect(match(["c"], candidate("x"))).toBeUndefined();
  expect(
    match(["a"], candidate("x", { state: "paused" }), candidate("y", { state: "terminated" })),
  ).toBeUndefined();
  expect(match([], candidate("x"))).toBe("x");
});

test("spreads tasks over equals, and gives a task to the same one each time", () => {
  const equals = [candidate("x"), candidate("y"), candidate("z")];
  const chosen = Array.from(
    { length: 30 },
    (_, n) => matchAgent(equals, ["a"], `task ${n}`)?.agent_id,
  );
  expect(new Set(chosen).size).toBe(3);
  expect(matchAgent([...equals].reverse(), ["a"], "task 7")?.agent_id).toBe(chosen[7]);
});
