import { applyEdits } from "@berrys/codegen/lint/fix/apply-edits";
import { createEditor, type Editor } from "@berrys/codegen/lint/fix/edits";
import type { Edit } from "@berrys/codegen/lint/lint-rule";
import { append } from "@berrys/codegen/load/pointer";
import type { Sources } from "@berrys/codegen/load/sources";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Document, isCollection, isPair, isScalar, parse, visit } from "yaml";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const text = fc.constantFrom(
  "a",
  "b c",
  "",
  "null",
  "1",
  "x: y",
  "# no",
  "- d",
  "it's",
  'say "x"',
  "two\nlines\n",
  " s ",
  "~",
);
const key = fc.constantFrom("a", "b", "c", "d e", "1", "x/y", "true");
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    text,
    fc.constantFrom<Json>(null, true, 3, -1.5),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** A document in some layout: flow here, comments there, as people mix them. */
const written = fc
  .record({
    root: fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    layout: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 }),
    form: fc.constantFrom<"yaml" | "json" | "json-lines" | "crlf">(
      "yaml",
      "yaml",
      "yaml",
      "json",
      "json-lines",
      "crlf",
    ),
  })
  .map(({ root, layout, form }) => {
    if (form === "json") return { file: "a.json", source: JSON.stringify(root), root };
    if (form === "json-lines")
      return { file: "a.json", source: JSON.stringify(root, null, 2), root };
    const document = new Document(root);
    let thrown = 0;
    visit(document, (_at, node) => {
      const dice = layout[thrown % layout.length] ?? 0;
      thrown += 1;
      if (isCollection(node) && dice < 3) node.flow = true;
      if (isScalar(node) && dice === 9) node.comment = " said";
      if (isPair(node) && isScalar(node.key) && dice === 8) node.key.commentBefore = " above";
    });
    const source = document.toString();
    return {
      file: "a.yaml",
      source: form === "crlf" ? source.replaceAll("\n", "\r\n") : source,
      root,
    };
  })
  .filter(({ file, source, root }) => file.endsWith(".json") || isSame(parse(source), root));

describe("edits change what they are for, and nothing else", () => {
  test("remove", () => {
    check(
      (editor, place) => editor.remove(place),
      (root, at) => without(root, at),
    );
  });

  test("rename", () => {
    check(
      (editor, place) => editor.rename(place, "new name"),
      (root, at) => renamed(root, at, "new name"),
    );
  });

  test("replace", () => {
    check(
      (editor, place) => editor.replace(place, ["x, y", 1]),
      (root, at) => changed(root, at, () => ["x, y", 1]),
    );
  });

  test("insert", () => {
    check(
      (editor, place) => editor.insert(place, { key: "new", value: "it: is" }),
      (root, at) => changed(root, at, (old) => ({ ...(old as object), new: "it: is" })),
    );
  });

  test("append", () => {
    check(
      (editor, place) => editor.append(place, { name: "x" }),
      (root, at) => changed(root, at, (old) => [...(old as Json[]), { name: "x" }]),
    );
  });
});

type Place = { readonly file: string; readonly pointer: string };

function check(
  edit: (editor: Editor, place: Place) => readonly Edit[] | null,
  expected: (root: Json, at: readonly string[]) => Json,
): void {
  let made = 0;
  fc.assert(
    fc.property(written, fc.nat(), ({ file, source, root }, pick) => {
      const places = placesOf(root, []);
      const at = places[pick % places.length] ?? [];
      const sources: Sources = {
        root: "/",
        text: () => source,
        spanOf: () => null,
        document: () => null,
      };
      const place = { file, pointer: at.reduce(append, "") };
      const edits = edit(createEditor(sources), place);
      if (edits === null) return;
      made += 1;
      const after = applyEdits(source, edits);
      const now: unknown = file.endsWith(".json") ? JSON.parse(after) : parse(after);
      expect({ after, now }).toEqual({ after, now: expected(root, at) });
      // A line that is added stands for itself: comments stay beside what they are about.
      if (edits.every((one) => one.start === one.end && /^\r?\n/.test(one.text))) {
        const lines = after.split("\n");
        expect(source.split("\n").every((line) => file !== "a.yaml" || lines.includes(line))).toBe(
          true,
        );
      }
    }),
    { numRuns: Number(process.env.EDIT_RUNS ?? 250), seed: 11 },
  );
  expect(made).toBeGreaterThan(20);
}

function placesOf(node: Json, at: readonly string[]): readonly (readonly string[])[] {
  if (typeof node !== "object" || node === null) return [at];
  return [at, ...Object.entries(node).flatMap(([name, item]) => placesOf(item, [...at, name]))];
}

function changed(root: Json, at: readonly string[], now: (old: Json) => Json): Json {
  const [first, ...rest] = at;
  if (first === undefined) return now(root);
  if (Array.isArray(root))
    return root.map((item, index) => (String(index) === first ? changed(item, rest, now) : item));
  return Object.fromEntries(
    Object.entries(root as object).map(([name, item]: [string, Json]) => [
      name,
      name === first ? changed(item, rest, now) : item,
    ]),
  );
}

/** The value without a member; a holder that would be empty goes too. */
function without(root: Json, at: readonly string[]): Json {
  const holder = at.slice(0, -1);
  const last = at.at(-1);
  let size = 0;
  const result = changed(root, holder, (old) => {
    size = Object.keys(old as object).length;
    return Array.isArray(old)
      ? old.filter((_item, index) => String(index) !== last)
      : Object.fromEntries(Object.entries(old as object).filter(([name]) => name !== last));
  });
  return size === 1 ? without(root, holder) : result;
}

function renamed(root: Json, at: readonly string[], to: string): Json {
  return changed(root, at.slice(0, -1), (old) =>
    Object.fromEntries(
      Object.entries(old as object).map(([name, item]: [string, Json]) => [
        name === at.at(-1) ? to : name,
        item,
      ]),
    ),
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
