import { expect, test } from "vitest";
import { chooseTeam } from "./choose-team.ts";

const template = (name: string, ...capabilities: readonly string[]) => ({
  name,
  specializations: [name],
  capabilities,
});
const templates = [
  template("analyst", "analysis", "profiling"),
  template("profiler", "profiling"),
  template("writer", "writing"),
  template("generalist", "analysis", "profiling", "writing"),
];

function choose(required: readonly string[], maxAgents = 0, agentTypes: readonly string[] = []) {
  const order = { requiredCapabilities: required, maxAgents, agentTypes };
  return chooseTeam(templates, order).map(({ name }) => name);
}

test.each([
  ["a specialist for each", choose(["analysis", "writing"]), ["analyst", "writer"]],
  ["one where one has both", choose(["analysis", "profiling"]), ["analyst"]],
  ["the narrowest", choose(["profiling"]), ["profiler"]],
  ["who is preferred", choose(["profiling"], 0, ["analyst"]), ["analyst"]],
  ["as few as there may be", choose(["analysis", "profiling", "writing"], 1), ["generalist"]],
  ["somebody, where nothing is asked", choose([]).length, 1],
])("takes %s", (_what, chosen, expected) => {
  expect(chosen).toEqual(expected);
});

test("names the capabilities that nobody has", () => {
  expect(() => choose(["analysis", "cooking"])).toThrow("capability cooking");
});

test("says how many agents it takes", () => {
  const few = templates.slice(0, 3);
  const order = { requiredCapabilities: ["analysis", "writing"], maxAgents: 1, agentTypes: [] };
  expect(() => chooseTeam(few, order)).toThrow("need 2 agents, but the project may have 1");
});
