import type { YamlNode } from "./places.ts";
import { unusual } from "./scalars.ts";

const header = /([|>])(-?)(?: +#[^\n]*| *)(?:\n|$)/y;

/** Reads `|` and `>`, with `-` or without; its lines are indented by more than `indent`. */
export function readBlockScalar(text: string, start: number, indent: number): YamlNode {
  header.lastIndex = start;
  const [, style, chomp] = header.exec(text) ?? [];
  if (style === undefined) return unusual();
  const from = header.lastIndex;
  const { lines, after } = linesOf(text, from, indent);
  while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return unusual();
  const body = style === "|" ? lines.join("\n") : fold(lines);
  const value = chomp === "-" ? body : `${body}\n`;
  return { value, place: { start, end: after, members: null }, after };
}

function linesOf(text: string, from: number, indent: number) {
  const lines: string[] = [];
  let depth = -1;
  let after = from;
  let end = from;
  while (after < text.length) {
    let at = after;
    while (text.charCodeAt(at) === 32) at += 1;
    const line = text.indexOf("\n", at);
    const stop = line === -1 ? text.length : line;
    const column = at - after;
    if (at === stop) {
      // Spaces beyond the indent are content.
      if (depth === -1 ? column > 0 : column > depth) return unusual();
      lines.push("");
    } else {
      if (depth === -1 && column > indent) depth = column;
      if (depth === -1 || column < depth) break;
      lines.push(text.slice(after + depth, stop));
      end = Math.min(stop + 1, text.length);
    }
    after = Math.min(stop + 1, text.length);
  }
  // Empty lines at the end belong to nobody.
  return { lines, after: end };
}

/** Line ends become spaces, empty lines line ends. Lines that are indented further keep theirs: not read here. */
function fold(lines: readonly string[]): string {
  let folded = "";
  let breaks = 0;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith(" ")) return unusual();
    if (line === "") {
      breaks += 1;
      continue;
    }
    if (index > 0) folded += breaks === 0 ? " " : "\n".repeat(breaks);
    folded += line;
    breaks = 0;
  }
  return folded;
}
