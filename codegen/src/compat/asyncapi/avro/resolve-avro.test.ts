import { expect, test } from "vitest";
import { resolveAvro } from "./resolve-avro.ts";

const problems = (written: unknown, read: unknown) =>
  resolveAvro(
    { file: "old.json", pointer: "", value: written },
    { file: "new.json", pointer: "", value: read },
  ).map(({ path, message }) => `${path.join(".")}: ${message}`);

const record = (...fields: readonly unknown[]) => ({ type: "record", name: "shop.Order", fields });
const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more });

test.each([
  ["a promoted number", "int", "double"],
  ["text and bytes", "bytes", "string"],
  ["a field with a default is added", record(), record(field("a", "int", { default: 0 }))],
  ["a field is removed", record(field("a", "int")), record()],
  [
    "a field is renamed, with an alias",
    record(field("a", "int")),
    record(field("b", "int", { aliases: ["a"] })),
  ],
  [
    "another namespace",
    { type: "enum", name: "a.E", symbols: ["x"] },
    { type: "enum", name: "E", namespace: "b", symbols: ["x", "y"] },
  ],
  ["a value becomes a union with it", "string", ["null", "string"]],
  [
    "an enum with a default",
    { type: "enum", name: "E", symbols: ["x", "y"] },
    { type: "enum", name: "E", symbols: ["x"], default: "x" },
  ],
  ["a logical type", { type: "long", logicalType: "timestamp-millis" }, "long"],
  [
    "a recursive type",
    record(field("next", ["null", "shop.Order"]), field("a", "int")),
    record(field("next", ["null", "Order"]), field("a", "long")),
  ],
])("%s can be read", (_, written, read) => {
  expect(problems(written, read)).toEqual([]);
});

test.each([
  ["a number that shrinks", "long", "int", [": `long` is written where `int` is read"]],
  [
    "a field without default is added",
    record(),
    record(field("a", "int")),
    ["a: `a` is read and has no default, but it is not written"],
  ],
  [
    "a type inside lists and maps",
    record(field("a", { type: "array", items: { type: "map", values: "string" } })),
    record(field("a", { type: "array", items: { type: "map", values: "int" } })),
    ["a[]{}: `string` is written where `int` is read"],
  ],
  [
    "a union loses a type",
    ["null", "string"],
    "string",
    [": `null` is written where `string` is read"],
  ],
  [
    "no type of the union fits",
    "boolean",
    ["null", "string"],
    [": `boolean` is none of the types read"],
  ],
  [
    "a symbol goes",
    { type: "enum", name: "E", symbols: ["x", "y"] },
    { type: "enum", name: "E", symbols: ["x"] },
    [": `y` may be written, which is not read"],
  ],
  [
    "another size",
    { type: "fixed", name: "F", size: 4 },
    { type: "fixed", name: "F", size: 8 },
    [": the fixed `F` is written where the fixed `F` is read"],
  ],
  [
    "inside a recursive type",
    record(field("next", ["null", "Order"]), field("a", "long")),
    record(field("next", ["null", "Order"]), field("a", "int")),
    ["a: `long` is written where `int` is read"],
  ],
])("%s cannot be read", (_, written, read, expected) => {
  expect(problems(written, read)).toEqual(expected);
});

test("chains of ten thousand records need no stack", () => {
  const chain = (type: string) =>
    record(
      ...Array.from({ length: 10_000 }, (_, at) => {
        const next = at === 9_999 ? type : `R${at + 1}`;
        return field(`f${at}`, { type: "record", name: `R${at}`, fields: [field("a", next)] });
      }),
    );
  expect(problems(chain("int"), chain("long"))).toEqual([]);
  const [first, ...others] = problems(chain("long"), chain("int"));
  expect(others).toEqual([]);
  expect(first).toMatch(/`long` is written where `int` is read$/);
});
