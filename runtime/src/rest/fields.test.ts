import { expect, it } from "vitest";
import { createFieldsReader, select } from "./fields.ts";

const known = ["name", "progress", "progress.percent", "tasks", "tasks.id", "data", "data.*"];
const reader = createFieldsReader(known);

it("selects members, nested ones, those of items and those that nobody names", () => {
  const value = {
    name: "a",
    progress: { percent: 1, done: 2 },
    tasks: [{ id: 1, x: 1 }, { id: 2 }, null],
    data: { deep: { er: 1, other: 2 } },
  };
  expect(select(value, reader.read(["name", "progress.percent", "tasks.id"]))).toEqual({
    name: "a",
    progress: { percent: 1 },
    tasks: [{ id: 1 }, { id: 2 }, null],
  });
  expect(select(value, reader.read(["data.deep.er"]))).toEqual({ data: { deep: { er: 1 } } });
  expect(select([value], reader.read(["tasks", "tasks.id"]))).toEqual([{ tasks: value.tasks }]);
  expect(select(value, reader.read(["progress.percent", "progress"]))).toEqual({
    progress: value.progress,
  });
});

it("refuses every path that is not there and names those that are", () => {
  expect(() => reader.read(["name", "nam", "progress.x"])).toThrow(
    expect.objectContaining({
      code: "invalid_argument",
      message:
        "The answer has no `nam`, `progress.x`: `fields` takes one of name, progress, progress.percent, tasks, tasks.id, data.",
      details: {
        violations: [
          expect.objectContaining({ pointer: "/query/fields/1", got: '"nam"' }),
          expect.objectContaining({ pointer: "/query/fields/2", got: '"progress.x"' }),
        ],
      },
    }),
  );
});

it("takes anything where nothing is known, and leaves prototypes alone", () => {
  const any = createFieldsReader(null);
  const value = JSON.parse('{"__proto__": {"polluted": 1}, "a": 1}');
  const selected = select(value, any.read(["__proto__.polluted", "constructor", "a"]));
  expect(JSON.stringify(selected)).toBe('{"__proto__":{"polluted":1},"a":1}');
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
