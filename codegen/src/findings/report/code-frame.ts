import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Report, ReportSide } from "./report.ts";

/** A style of terminal text. */
export type Style = "red" | "yellow" | "green" | "blue" | "dim" | "bold";
/** Puts a style around a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;
/** The lines that show a place; none where its text is not known. */
export type Frames = (side: ReportSide, span: Span, style: Style) => readonly string[];

const codes: Record<Style, number> = { red: 31, green: 32, yellow: 33, blue: 34, dim: 2, bold: 1 };
const widest = 160;

/** ANSI colors, or none. */
export function createPaint(color: boolean): Paint {
  return color ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m` : (_, text) => text;
}

/** Code frames over the texts of a report, with a sign for the side: `-` old, `+` new; none where there is one alone. */
export function createFrames(report: Report, paint: Paint): Frames {
  const known = new Map<string, readonly string[]>();
  const linesOf = (side: ReportSide, file: string) => {
    const key = `${side} ${file}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const lines = report.text(side, file)?.split("\n") ?? [];
    known.set(key, lines);
    return lines;
  };
  const sign = (side: ReportSide) => (report.labels === null ? "" : side === "old" ? "- " : "+ ");
  return (side, span, style) => {
    const source = linesOf(side, span.file)[span.line - 1]?.trimEnd();
    if (source === undefined || source === "") return [];
    return frame(clean(source), span, { sign: sign(side), style, paint });
  };
}

interface FrameStyle {
  readonly sign: string;
  readonly style: Style;
  readonly paint: Paint;
}

function frame(source: string, span: Span, { sign, style, paint }: FrameStyle): string[] {
  const start = Math.max(0, span.column - 1 - (widest >> 1));
  const shown = source.slice(start, start + widest);
  const end = span.endLine === span.line ? span.endColumn : source.length + 1;
  const width = Math.max(1, Math.min(end, start + shown.length + 1) - span.column);
  const number = String(span.line);
  const before = shown.slice(0, span.column - 1 - start).replace(/[^\t]/g, " ");
  return [
    `  ${paint("dim", `${sign}${number} |`)} ${shown}`,
    `  ${paint("dim", `${" ".repeat(sign.length + number.length)} |`)} ${before}${paint(style, "^".repeat(width))}`,
  ];
}

/** Contracts of strangers must not steer the terminal: control characters become a sign of the same width. */
export function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}
