import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isMap, isScalar, isSeq, parseDocument, stringify } from "yaml";
import type { YamlPlace } from "./places.ts";
import { readYaml } from "./read-yaml.ts";

/** What the full parser makes of a text; null where it finds mistakes. */
function reference(text: string) {
  const options = { merge: true, prettyErrors: false, logLevel: "error" } as const;
  const document = parseDocument(text, options);
  if (document.errors.length > 0) return null;
  return { document, value: document.toJS() as unknown };
}

/** Reads a text and holds the result against the full parser's; false where it was left to that one. */
function agrees(text: string): boolean {
  const node = readYaml(text);
  if (node === null) return false;
  const expected = reference(text);
  expect({ text, json: JSON.stringify(node.value) }).toEqual({
    text,
    json: JSON.stringify(expected?.value),
  });
  return true;
}

test.each([
  ["mappings", "a: 1\nb:\n  c: x\n  d:\n    - y\n    - z: 1\n      w: 2\n"],
  ["sequences at the indent of their key", "a:\n- b\n- c: d\ne: f\n"],
  ["sequences in sequences", "- - a\n  - b\n-\n  c: d\n- \n"],
  [
    "scalars of all types",
    "a: ~\nb: true\nc: 1.50\nd: -3\ne: 1e3\nf: 01\ng: 1.2.3\nh: 2024-01-01\ni: '1'\n",
  ],
  ["keys that are no texts", "200: ok\ntrue: yes\n'300': x\n1.x: y\n"],
  ["comments", "# a\na: 1 # b\n\n  # c\nb: x#y\nc: # d\n  e: 1\n"],
  [
    "quotes over several lines",
    "a: \"one\n  two\n\n  three \\n four\"\nb: 'it''s\n  more'\nc: { d: 'x\n  y' }\n",
  ],
  ["white space that is content", "a: x\u00a0\nb\u3000: y\u2003\nc: 'z\u00a0\n  w'\n"],
  ["quotes", 'a: "x\\n\\"y\\" \\u00e9"\nb: \'it\'\'s\'\n"c d": 1\n\'e\': "#"\n'],
  ["folded plain text", "a: one\n  two\n\n  three\n  four no\n"],
  ["literal blocks", "a: |\n  x\n    y\n\n  z\nb: |-\n  x # no comment\n\nc: 1\n"],
  ["folded blocks", "a: >\n  x\n  y\n\n  z\n\nb: >-\n  x\n"],
  [
    "flow collections",
    "a: { b: [1, two, {c: d}], 'e': \"f\", g: h i }\nb: [\n  x,\n  { $ref: '#/a' },\n  ]\n",
  ],
  ["urls and colons", "a: http://x:80/y\nb: x:y\nc: :z\nd:e: f\n"],
  ["dashes and questions", "a: -x\nb: ?y\n-c: 1\nd: --\n"],
])("%s", (_, text) => {
  expect(agrees(text)).toBe(true);
});

test.each([
  ["anchors", "a: &x 1\nb: *x\n"],
  ["merges", "<<: { a: 1 }\n"],
  ["tags", "a: !!str 1\n"],
  ["duplicate keys", "a: 1\na: 2\n"],
  ["tabs", "a:\n\tb: 1\n"],
  ["a wrong indent", "a:\n    b: 1\n  c: 2\n"],
  ["an open bracket", "a: [1, 2\n"],
  ["two documents", "a: 1\n---\nb: 2\n"],
  ["a key in a value", "a: b: c\n"],
  ["text after a quote", "a: 'b' c\n"],
  ["prototypes", "__proto__: { a: 1 }\n"],
  ["hexadecimal numbers", "a: 0x10\n"],
])("leaves %s to the full parser", (_, text) => {
  expect(readYaml(text)).toBeNull();
});

const word = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    "null",
    "true",
    "~",
    "1",
    "-",
    "a: b",
    "x #y",
    "two\nlines",
    "  in\n\n  out\n",
    "1e3",
    "é",
    "{a}",
    "'",
    '"',
  ),
  fc.lorem({ maxCount: 30 }),
);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(word, tie("value"), { maxKeys: 4 }),
  ),
}));

test("what is read is what the full parser reads, also after random edits", () => {
  let read = 0;
  const edit = fc.record({
    at: fc.nat(),
    cut: fc.nat(2),
    put: fc.constantFrom(
      "",
      " ",
      "\n",
      ":",
      "- ",
      " #",
      "'",
      '"',
      "{",
      "]",
      ",",
      "|",
      "\n  ",
      "? ",
      "a",
    ),
  });
  const options = fc.constantFrom(
    {},
    { lineWidth: 20 },
    { lineWidth: 0, indentSeq: false },
    { defaultStringType: "QUOTE_DOUBLE" as const },
    { collectionStyle: "flow" as const },
  );
  fc.assert(
    fc.property(anything, options, fc.array(edit, { maxLength: 2 }), (value, style, edits) => {
      const written = stringify({ value }, style);
      const text = edits.reduce((before, { at, cut, put }) => {
        const from = at % (before.length + 1);
        return before.slice(0, from) + put + before.slice(from + cut);
      }, written);
      if (agrees(text)) read += 1;
    }),
    { numRuns: 1500, seed: 7 },
  );
  expect(read).toBeGreaterThan(500);
});

const repository = join(import.meta.dirname, "../../../..");

test.each([
  "asyncapi.yaml",
  "openapi.yaml",
  "contracts/rest/projects.yaml",
  "contracts/events/task.yaml",
])("%s is read without the full parser, with the places that one finds", (file) => {
  const text = readFileSync(join(repository, file), "utf8");
  const node = readYaml(text);
  const expected = reference(text);
  expect(node?.value).toEqual(expected?.value);
  expect(node === null ? [] : placesOf(node.place)).toEqual(rangesOf(expected?.document.contents));
});

function placesOf({ start, end, members }: YamlPlace): unknown {
  const inner = [...(members ?? [])].map(([name, { key, place }]) => [name, key, placesOf(place)]);
  return [start, end, inner];
}

function rangesOf(node: unknown): unknown {
  if (isMap(node))
    return [
      ...ends(node.range),
      node.items.map(({ key, value }) => [
        String(isScalar(key) ? key.value : key),
        isScalar(key) ? ends(key.range) : null,
        rangesOf(value),
      ]),
    ];
  if (isSeq(node))
    return [...ends(node.range), node.items.map((item, at) => [String(at), null, rangesOf(item)])];
  return isScalar(node) ? [...ends(node.range), []] : null;
}

function ends(range: readonly number[] | null | undefined) {
  return range?.slice(0, 2) ?? [];
}
