import { expect, test } from "vitest";
import { createDiagnostic } from "./create.ts";
import { nearest } from "./nearest.ts";
import { printDiagnostic, summarize } from "./print.ts";
import { sortDiagnostics } from "./sort.ts";

const text = (file: string) => (file === "a.yaml" ? "info:\n\ttilte: Shop # 店\n" : null);
const span = { file: "a.yaml", line: 2, column: 2, endLine: 2, endColumn: 7 };
const place = (line: number, file = "a.yaml") => ({ ...span, file, line });

test("prints place, code, message, excerpt with caret, related places and hint", () => {
  const diagnostic = createDiagnostic("validate/unknown-keyword", "`tilte` is no key.", span, {
    hint: "did you mean `title`?",
    related: [
      { message: "the document", span: { ...place(1), column: 1, endColumn: 5, endLine: 1 } },
    ],
  });
  expect(printDiagnostic(diagnostic, { text })).toBe(
    [
      "a.yaml:2:2 - error validate/unknown-keyword: `tilte` is no key.",
      "  2 | \ttilte: Shop # 店",
      "    | \t^^^^^",
      "  a.yaml:1:1 - the document",
      "  1 | info:",
      "    | ^^^^",
      "  hint: did you mean `title`?",
    ].join("\n"),
  );
});

test("colours only when asked to", () => {
  const diagnostic = createDiagnostic("config/missing", "No.", null);
  expect(printDiagnostic(diagnostic, { text })).toBe("error config/missing: No.");
  expect(printDiagnostic(diagnostic, { text, color: true })).toContain("\u001b[31merror\u001b[0m");
});

test("a very long line is cut around the caret", () => {
  const line = `${"a".repeat(5000)}!${"b".repeat(5000)}`;
  const wide = createDiagnostic("load/syntax", "Broken.", {
    file: "x",
    line: 1,
    column: 5001,
    endLine: 1,
    endColumn: 5002,
  });
  const [, excerpt = "", caret = ""] = printDiagnostic(wide, { text: () => line }).split("\n");
  expect(excerpt.length).toBeLessThan(200);
  expect(excerpt[caret.indexOf("^")]).toBe("!");
});

test("sorts by place and drops repetitions", () => {
  const at = (line: number, file?: string) =>
    createDiagnostic("load/syntax", "Broken.", place(line, file));
  const none = createDiagnostic("config/missing", "No.", null);
  const sorted = sortDiagnostics([at(9), at(10), at(2), none, at(1, "0.yaml"), at(9)]);
  expect(sorted.map(({ span }) => [span?.file, span?.line])).toEqual([
    [undefined, undefined],
    ["0.yaml", 1],
    ["a.yaml", 2],
    ["a.yaml", 9],
    ["a.yaml", 10],
  ]);
});

test("counts", () => {
  const warning = createDiagnostic("load/syntax", "Broken.", span, { severity: "warning" });
  expect(summarize([warning, createDiagnostic("load/syntax", "Broken.", span), warning])).toBe(
    "1 error, 2 warnings",
  );
  expect(summarize([])).toBe("");
});

test.each([
  ["tilte", "title"],
  ["Payload", "payload"],
  ["xyz", null],
  ["", null],
])("nearest to %s is %s", (name, expected) => {
  expect(nearest(name, ["title", "payload", "description"])).toBe(expected);
});
