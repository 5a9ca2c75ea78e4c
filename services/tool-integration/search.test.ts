import { expect, test } from "vitest";
import { searchTools } from "./search.ts";

const tools = [
  { name: "data_profiler", description: "Profiles a CSV table.", capabilities: ["profiling"] },
  { name: "transformer", description: "Reshapes JSON or CSV.", capabilities: ["shaping"] },
];

test.each([
  [
    "nothing asked: all, by name",
    "",
    [],
    [
      ["data_profiler", 1],
      ["transformer", 1],
    ],
  ],
  ["a word in the name", "profiler", [], [["data_profiler", 1]]],
  [
    "some of the words",
    "csv Profiler",
    [],
    [
      ["data_profiler", 1],
      ["transformer", 0.5],
    ],
  ],
  ["one of the capabilities", "", ["shaping", "other"], [["transformer", 0.5]]],
  ["words and capabilities must both fit", "profiler", ["shaping"], []],
])("%s", (_what, query, capabilities, expected) => {
  const matches = searchTools(tools, { query, capabilities });
  expect(matches.map(({ tool, score }) => [tool.name, score])).toEqual(expected);
});
