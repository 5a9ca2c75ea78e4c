import { expect, test } from "vitest";
import { array, generic, layOut, object, raw, union, value } from "./code.ts";

test("an expression stays on one line while it fits", () => {
  const code = object([
    ["kind", value("event")],
    ["check", raw("check")],
    ["odd name", array([value(1), value(null)])],
  ]);
  expect(layOut("const a = ", code, ";")).toBe(
    'const a = { kind: "event", check, "odd name": [1, null] };',
  );
});

test("an expression too wide for its line is broken member by member", () => {
  const long = "x".repeat(80);
  expect(layOut("const a = ", value({ first: long, second: [] }), ";")).toBe(
    `const a = {\n  first: "${long}",\n  second: [],\n};`,
  );
});

test("type arguments and unions break where they must", () => {
  const a = "A".repeat(60);
  expect(generic("type X = Y", ["A", "B"], ";")).toBe("type X = Y<A, B>;");
  expect(generic("type X = Y", [a, a], ";")).toBe(`type X = Y<\n  ${a},\n  ${a}\n>;`);
  expect(union("type X =", [a, a], ";")).toBe(`type X =\n  | ${a}\n  | ${a};`);
  expect(union("type X =", [], ";")).toBe("type X = never;");
});
