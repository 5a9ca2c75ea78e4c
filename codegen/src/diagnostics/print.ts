import type { Diagnostic, Severity, Span } from "./diagnostic.ts";

/** What printing needs to know. */
export interface PrintOptions {
  /** ANSI colours; default false. */
  readonly color?: boolean;
  /** Text of a file for the excerpt; null: no excerpt. */
  readonly text: (file: string) => string | null;
}

type Style = "red" | "yellow" | "blue" | "dim" | "bold";
type Paint = (style: Style, text: string) => string;

const codes: Record<Style, number> = { red: 31, yellow: 33, blue: 34, dim: 2, bold: 1 };
const severityStyles: Record<Severity, Style> = { error: "red", warning: "yellow", info: "blue" };
const widestExcerpt = 160;

/** `path:line:col - error code: message`, the excerpt with a caret, related places and the hint. No trailing newline. */
export function printDiagnostic(diagnostic: Diagnostic, options: PrintOptions): string {
  return printDiagnostics([diagnostic], options);
}

/** The text of a line, counted from 1; undefined where there is none. */
type LineOf = (file: string, line: number) => string | undefined;

function print(diagnostic: Diagnostic, options: PrintOptions, line: LineOf): string {
  const paint: Paint = options.color
    ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`
    : (_, text) => text;
  const { severity, code, message, span, hint, related } = diagnostic;
  const style = severityStyles[severity];
  const place = span === null ? "" : `${paint("bold", placeOf(span))} - `;
  const lines = [`${place}${paint(style, severity)} ${paint("dim", `${code}:`)} ${message}`];
  if (span !== null) lines.push(...excerpt(span, line, paint, style));
  for (const other of related) {
    lines.push(`  ${paint("bold", placeOf(other.span))} - ${other.message}`);
    lines.push(...excerpt(other.span, line, paint, "blue"));
  }
  if (hint !== undefined) lines.push(`  hint: ${hint}`);
  return lines.join("\n");
}

/** All diagnostics, a blank line between them. No trailing newline. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: PrintOptions,
): string {
  const lines = new Map<string, readonly string[]>();
  const line: LineOf = (file, number) => {
    let known = lines.get(file);
    if (known === undefined) {
      known = options.text(file)?.split("\n") ?? [];
      lines.set(file, known);
    }
    return known[number - 1];
  };
  return diagnostics.map((diagnostic) => print(diagnostic, options, line)).join("\n\n");
}

/** `2 errors, 1 warning`; an empty string when there is nothing to count. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity) => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return found === 0
      ? []
      : [`${found} ${severity}${found === 1 || severity === "info" ? "" : "s"}`];
  };
  return [...count("error"), ...count("warning"), ...count("info")].join(", ");
}

function placeOf({ file, line, column }: Span): string {
  return `${file}:${line}:${column}`;
}

function excerpt(span: Span, line: LineOf, paint: Paint, style: Style): string[] {
  const source = line(span.file, span.line)?.trimEnd();
  if (source === undefined || source === "") return [];
  const start = Math.max(0, span.column - 1 - (widestExcerpt >> 1));
  const shown = source.slice(start, start + widestExcerpt);
  const end = span.endLine === span.line ? span.endColumn : source.length + 1;
  const width = Math.max(1, Math.min(end, start + shown.length + 1) - span.column);
  const number = String(span.line);
  const before = shown.slice(0, span.column - 1 - start).replace(/[^\t]/g, " ");
  return [
    `  ${paint("dim", `${number} |`)} ${shown}`,
    `  ${paint("dim", `${" ".repeat(number.length)} |`)} ${before}${paint(style, "^".repeat(width))}`,
  ];
}
