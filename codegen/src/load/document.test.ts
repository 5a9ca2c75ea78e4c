import { expect, test } from "vitest";
import { parseSource } from "./document.ts";

const place = (file: string, text: string, pointer: string, part?: "key" | "value") => {
  const [document] = parseSource(file, text);
  const span = document?.spanOf(pointer, part);
  return span === undefined ? null : [span.line, span.column, span.endLine, span.endColumn];
};

test("places of keys, values and items in YAML", () => {
  const text = "a:\n  b: [x, yy]\n  'c/d~e': 1\n";
  expect(place("f.yaml", text, "/a/b")).toEqual([2, 3, 2, 4]);
  expect(place("f.yaml", text, "/a/b", "value")).toEqual([2, 6, 2, 13]);
  expect(place("f.yaml", text, "/a/b/1")).toEqual([2, 10, 2, 12]);
  expect(place("f.yaml", text, "/a/c~1d~0e")).toEqual([3, 3, 3, 10]);
});

test("a pointer to nothing gives the nearest ancestor", () => {
  expect(place("f.yaml", "a:\n  b: 1\n", "/a/x/y")).toEqual([1, 1, 1, 2]);
});

test("places behind anchors, aliases and merge keys", () => {
  const text = "base: &b { x: 1 }\none: *b\ntwo:\n  <<: *b\n  y: 2\n";
  const [document] = parseSource("f.yaml", text);
  expect(document?.value).toMatchObject({ one: { x: 1 }, two: { x: 1, y: 2 } });
  expect(document?.spanOf("/one/x").line).toBe(1);
  expect(document?.spanOf("/two/x").line).toBe(1);
});

test("places in JSON with a byte order mark and Windows line ends", () => {
  expect(
    place("f.json", '\ufeff{\r\n  "a": {\r\n    "b": true\r\n  }\r\n}', "/a/b", "value"),
  ).toEqual([3, 10, 3, 14]);
});

test.each([
  ["f.yaml", "a: [1, 2\nb: 3\n", 2],
  ["f.yaml", "a: 1\nb: 2\na: 3\n", 3],
  ["f.yaml", "a: 1\n\tb: 2\n", 2],
  ["f.json", '{"a": 1,\n "b": }', 2],
  ["f.json", '{"a": [1, 2', 1],
])("broken %s %j is reported at line %i", (file, text, line) => {
  const [document, problems] = parseSource(file, text);
  expect(document).toBeNull();
  expect(problems[0]?.code).toBe("load/syntax");
  expect(problems[0]?.span?.line).toBe(line);
  expect(problems[0]?.message).toMatch(/^The (YAML|JSON) is broken: [^\n]+\.$/);
});

test("an alias bomb is refused", () => {
  const rows = Array.from(
    { length: 9 },
    (_, i) =>
      `${"abcdefghi"[i]}: &${"abcdefghi"[i]} [${Array(9)
        .fill(i === 0 ? "x" : `*${"abcdefghi"[i - 1]}`)
        .join(", ")}]`,
  );
  const [document, problems] = parseSource("f.yaml", rows.join("\n"));
  expect(document).toBeNull();
  expect(problems.map(({ code }) => code)).toEqual(["load/syntax"]);
});

test.each(["json", "yaml"])("%s that is nested too deeply for any compiler is refused", (kind) => {
  const nested = (levels: number) => `${"[".repeat(levels)}1${"]".repeat(levels)}`;
  const problemsOf = (text: string) =>
    parseSource(`f.${kind}`, text)[1].map(({ code, message }) => `${code} ${message}`);
  expect(problemsOf(nested(400))).toEqual([]);
  const refused = [`load/syntax \`f.${kind}\` is nested deeper than 400 levels.`];
  expect(problemsOf(nested(401))).toEqual(refused);
  expect(problemsOf(nested(5000))).toEqual(refused);
});
