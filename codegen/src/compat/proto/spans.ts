import type { DescFile } from "@bufbuild/protobuf";
import type { Span } from "../../diagnostics/diagnostic.ts";
import { toSpan } from "../../model/proto-positions.ts";

/** Places in a file by path of source info (`4.0.2.1` is field 1 of message 0). */
export function readSpans(file: DescFile, path: string): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const location of file.proto.sourceCodeInfo?.location ?? []) {
    const key = location.path.join(".");
    if (!spans.has(key)) spans.set(key, toSpan(path, location.span));
  }
  return spans;
}
