import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Letter } from "./queue-runtime.ts";

const errorWidth = 60;

/** One line a letter, under a line of titles. */
export function printLetters(terminal: Terminal, letters: readonly Letter[]): void {
  if (letters.length === 0) return;
  const rows = letters.map((letter) => [
    letter.letterId,
    letter.diedAt.slice(0, 19).replace("T", " "),
    letter.group,
    letter.type ?? "?",
    letter.key ?? "-",
    letter.reason,
    String(letter.attempt),
    String(letter.replays),
    shorten(letter.error),
  ]);
  const titles = ["LETTER", "DIED (UTC)", "GROUP", "TYPE", "KEY", "REASON", "TRIES", "REPLAYS"];
  printTable(terminal, [...titles, "ERROR"], rows);
}

/** A table whose first line stands out. */
export function printTable(
  terminal: Terminal,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const [head = "", ...lines] = table([titles, ...rows]).split("\n");
  terminal.data(terminal.dataColors.bold(head));
  for (const line of lines) terminal.data(line);
}

/** The first line of an error, cut. */
export function shorten(error: string): string {
  const [line = ""] = error.split("\n", 1);
  return line.length > errorWidth ? `${line.slice(0, errorWidth - 1)}…` : line;
}

/** A letter as `--json` prints it: without the raw fields, which `dlq export` has. */
export function jsonLetter({ fields: _, ...letter }: Letter): object {
  return letter;
}
