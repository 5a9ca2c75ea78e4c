import { applyEdits } from "@berrys/codegen/lint/fix/apply-edits";
import { createEditor, type Editor } from "@berrys/codegen/lint/fix/edits";
import type { Edit } from "@berrys/codegen/lint/lint-rule";
import type { Sources } from "@berrys/codegen/load/sources";
import { describe, expect, test } from "vitest";

/** A text after an edit; null: the editor refused. */
function edited(
  _file: string,
  text: string,
  edit: (editor: Editor) => readonly Edit[] | null,
): string | null {
  const sources: Sources = {
    root: "/",
    text: () => text,
    spanOf: () => null,
    document: () => null,
  };
  const edits = edit(createEditor(sources));
  return edits === null ? null : applyEdits(text, edits);
}

const at = (file: string, pointer: string) => ({ file, pointer });

describe("remove", () => {
  const remove = (text: string, pointer: string, file = "a.yaml") =>
    edited(file, text, (editor) => editor.remove(at(file, pointer)));

  test.each([
    ["a member in the middle", "a: 1\nb: 2\nc: 3\n", "/b", "a: 1\nc: 3\n"],
    ["with its comment and children", "a:\n  x: 1 # one\n  y: 2\nb: 2\n", "/a", "b: 2\n"],
    ["a block text", "a: |\n  one\n  two\nb: 2\n", "/a", "b: 2\n"],
    ["the last one without line break", "a: 1\nb: 2", "/b", "a: 1\n"],
    ["an item", "- 1\n- 2 # two\n- 3\n", "/1", "- 1\n- 3\n"],
    ["the first member behind a dash", "- a: 1\n  b: 2\n", "/0/a", "- b: 2\n"],
    ["in flow", "{ a: 1, b: 2, c: 3 }\n", "/b", "{ a: 1, c: 3 }\n"],
    ["the last in flow", "[1, 2, 3]\n", "/2", "[1, 2]\n"],
    ["with a holder that would be empty", "a: { b: { c: 1 } }\nd: 2\n", "/a/b/c", "d: 2\n"],
    ["windows line breaks", "a: 1\r\nb: 2\r\nc: 3\r\n", "/b", "a: 1\r\nc: 3\r\n"],
    ["behind a byte order mark", "\ufeffa: 1\nb: 2\n", "/b", "\ufeffa: 1\n"],
  ])("%s", (_name, text, pointer, expected) => {
    expect(remove(text, pointer)).toBe(expected);
  });

  test("JSON", () => {
    expect(remove('{\n  "a": 1,\n  "b": 2\n}', "/b", "a.json")).toBe('{\n  "a": 1\n}');
    expect(remove('{\n  "a": 1,\n  "b": 2\n}', "/a", "a.json")).toBe('{\n  "b": 2\n}');
  });

  test("nothing is removed where nothing is, through an alias, or of a whole document", () => {
    expect(remove("a: 1\n", "/b")).toBeNull();
    expect(remove("x: &x { a: 1, b: 2 }\ny: *x\n", "/y/a")).toBeNull();
    expect(remove("a: 1\n", "/a")).toBeNull();
  });
});

describe("insert", () => {
  const insert = (text: string, pointer: string, name?: string, file = "a.yaml") =>
    edited(file, text, (editor) =>
      editor.insert(at(file, pointer), {
        key: "format",
        value: "uuid",
        ...(name === undefined ? {} : { after: name }),
      }),
    );

  test.each([
    [
      "at the end",
      "a:\n  type: string\nb: 2\n",
      "/a",
      undefined,
      "a:\n  type: string\n  format: uuid\nb: 2\n",
    ],
    [
      "behind another",
      "type: string # text\nx: 1\n",
      "",
      "type",
      "type: string # text\nformat: uuid\nx: 1\n",
    ],
    [
      "into flow",
      "a: { type: string, x: 1 }\n",
      "/a",
      "type",
      "a: { type: string, format: uuid, x: 1 }\n",
    ],
    ["into an empty one", "a: {}\n", "/a", undefined, "a: { format: uuid }\n"],
    [
      "behind a block text",
      "a:\n  d: |\n    one\n\nb: 1\n",
      "/a",
      undefined,
      "a:\n  d: |\n    one\n  format: uuid\n\nb: 1\n",
    ],
    ["behind a dash", "- type: string\n", "/0", undefined, "- type: string\n  format: uuid\n"],
    [
      "flow over lines",
      "a: {\n  type: string\n}\n",
      "/a",
      undefined,
      "a: {\n  type: string,\n  format: uuid\n}\n",
    ],
    ["without line break at the end", "type: string", "", undefined, "type: string\nformat: uuid"],
  ])("%s", (_name, text, pointer, name, expected) => {
    expect(insert(text, pointer, name)).toBe(expected);
  });

  test("JSON", () => {
    expect(insert('{"type": "string"}', "", "type", "a.json")).toBe(
      '{"type": "string", "format": "uuid"}',
    );
    expect(insert('{\n  "type": "string"\n}', "", "type", "a.json")).toBe(
      '{\n  "type": "string",\n  "format": "uuid"\n}',
    );
  });

  test("nothing twice", () => {
    expect(insert("format: x\n", "")).toBeNull();
  });
});

describe("replace, rename and append", () => {
  test.each([
    ["a text", "a: 'x ' # c\n", "/a", "x", "a: x # c\n"],
    ["a text that needs quotes", "a: x\n", "/a", "1", 'a: "1"\n'],
    ["a text with a comma in flow", "[a, b]\n", "/0", "x, y", '["x, y", b]\n'],
    ["a block text", "a: |\n  x\n", "/a", "x", null],
    ["what has an anchor", "a: &a x\nb: *a\n", "/a", "y", null],
  ])("%s", (_name, text, pointer, value, expected) => {
    expect(edited("a.yaml", text, (editor) => editor.replace(at("a.yaml", pointer), value))).toBe(
      expected,
    );
  });

  test("a key", () => {
    const edit = (file: string) => (editor: Editor) => editor.rename(at(file, "/a"), "b");
    expect(edited("a.yaml", "a: 1\n", edit("a.yaml"))).toBe("b: 1\n");
    expect(edited("a.json", '{"a": 1}', edit("a.json"))).toBe('{"b": 1}');
  });

  test("an item", () => {
    const edit = (editor: Editor) => editor.append(at("a.yaml", "/a"), { name: "x" });
    expect(edited("a.yaml", "a:\n  - name: y\n    more: 1\n\nb: 1\n", edit)).toBe(
      "a:\n  - name: y\n    more: 1\n  - { name: x }\n\nb: 1\n",
    );
    expect(edited("a.yaml", "a: [{ name: y }]\n", edit)).toBe("a: [{ name: y }, { name: x }]\n");
    expect(edited("a.yaml", "a: []\n", edit)).toBeNull();
  });
});
