import type { DescFile } from "@bufbuild/protobuf";
import type { Span } from "../../diagnostics/diagnostic.ts";

/** Places in a file by path of source info (`4.0.2.1` is field 1 of message 0). */
export function readSpans(file: DescFile, path: string): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const location of file.proto.sourceCodeInfo?.location ?? []) {
    const key = location.path.join(".");
    if (!spans.has(key)) spans.set(key, toSpan(path, location.span));
  }
  return spans;
}

/** Source info counts from 0 and leaves out the end line of a span within one line. */
function toSpan(file: string, span: readonly number[]): Span {
  const [line = 0, column = 0, third = 0, fourth] = span;
  const [endLine, endColumn] = fourth === undefined ? [line, third] : [third, fourth];
  return {
    file,
    line: line + 1,
    column: column + 1,
    endLine: endLine + 1,
    endColumn: endColumn + 1,
  };
}
