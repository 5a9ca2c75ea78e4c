import { expect, test } from "vitest";
import { parameterMistakes } from "./parameters.ts";
import { builtInTools } from "./tools/index.ts";

const schema = {
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 2 },
    kind: { enum: ["a", "b"] },
    size: { type: ["integer", "null"], maximum: 10 },
    parts: { type: "array", maxItems: 2, items: { type: "object", required: ["id"] } },
  },
};

test.each([
  [{ name: "xy", kind: "a", size: null, parts: [{ id: 1 }] }, []],
  [[], ["the parameters must be object"]],
  [{}, ["`name` is missing"]],
  [{ name: "x" }, ["`name` must have at least 2 characters"]],
  [{ name: "xy", more: 1 }, ["the parameters must not have `more`"]],
  [{ name: "xy", kind: "c" }, ['`kind` must be one of "a", "b"']],
  [{ name: "xy", size: 1.5 }, ["`size` must be integer or null"]],
  [{ name: "xy", size: 11 }, ["`size` must be at most 10"]],
  [{ name: "xy", parts: [{ id: 1 }, {}] }, ["`parts.1.id` is missing"]],
  [{ name: "xy", parts: [{ id: 1 }, { id: 2 }, { id: 3 }] }, ["`parts` must have at most 2 items"]],
  [{ name: "xy", toString: 1 }, ["the parameters must not have `toString`"]],
])("%j: %j", (parameters, mistakes) => {
  expect(parameterMistakes(schema, parameters)).toEqual(mistakes);
});

test("every built-in tool asks for something", () => {
  for (const tool of builtInTools) {
    expect(parameterMistakes(tool.parametersSchema, {}), tool.name).not.toEqual([]);
  }
});
