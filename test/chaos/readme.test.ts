import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const numbers = [...Array.from({ length: 41 }, (_, i) => i + 1), 46, 47];

/** Rows of the table of scenarios: number, test, file. */
const rows = readFileSync(join(import.meta.dirname, "README.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const cells = line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim());
    const [number = "", , where = "", file = ""] = cells;
    return /^\d+$/.test(number) ? [{ number: Number(number), where, file: unquoted(file) }] : [];
  });

function unquoted(text: string): string {
  return /^`(.+)`$/.exec(text)?.[1] ?? text;
}

test("every scenario of the checklist has its row", () => {
  expect([...new Set(rows.map(({ number }) => number))]).toEqual(numbers);
});

test.each(rows)("$number: the test that is named exists", ({ where, file }) => {
  const source = readFileSync(join(import.meta.dirname, file), "utf8");
  if (where.startsWith("does not apply: ")) return;
  expect(source).toContain(unquoted(where));
});
