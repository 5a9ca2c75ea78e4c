import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
} from "yaml";
import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic, Result, Span } from "../diagnostics/diagnostic.ts";
import { createJsonPositions, type JsonPositions } from "./json-positions.ts";
import { segmentsOf } from "./pointer.ts";
import type { YamlPlace } from "./yaml/places.ts";
import { readYaml } from "./yaml/read-yaml.ts";

/** Which part of a map entry a span covers. */
export type SpanPart = "key" | "value";

/** A parsed YAML or JSON file. */
export interface SourceDocument {
  /** Workspace-relative path. */
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Place of what a pointer names; the nearest existing ancestor where it names nothing. */
  spanOf(pointer: string, part?: SpanPart): Span;
}

type Range = readonly [start: number, end: number];
interface Parsed {
  readonly document: Document;
  readonly lines: LineCounter;
}

/** Parses a file. JSON goes through `JSON.parse`; its positions are worked out when first asked for. */
export function parseSource(file: string, source: string): Result<SourceDocument | null> {
  const text = source.startsWith("\ufeff") ? source.slice(1) : source;
  const parse = file.endsWith(".json") ? parseJson : parseYaml;
  const [document, problems] = parse(file, text);
  return document === null || !isDeeperThan(document.value, deepest)
    ? [document, problems]
    : [null, [tooDeep(file)]];
}

/** Levels of a document. Emitted code nests as its schema does, and no reader or compiler follows it further. */
const deepest = 400;

function tooDeep(file: string): Diagnostic {
  return createDiagnostic(
    "load/syntax",
    `\`${file}\` is nested deeper than ${deepest} levels.`,
    { file, line: 1, column: 1, endLine: 1, endColumn: 2 },
    { hint: "move inner schemas to `$defs` or `components` and refer to them" },
  );
}

function isDeeperThan(value: unknown, most: number): boolean {
  let level: readonly object[] = isNode(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > most) return true;
    // Parts that aliases share count once a level.
    level = [...new Set(level.flatMap((node) => Object.values(node).filter(isNode)))];
  }
  return false;
}

function isNode(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function parseJson(file: string, text: string): Result<SourceDocument | null> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [null, [jsonSyntaxError(file, text, error)]];
  }
  let positions: { readonly json: JsonPositions; readonly lines: LineCounter } | null = null;
  const spanOf: SourceDocument["spanOf"] = (pointer, part = "key") => {
    positions ??= { json: createJsonPositions(text), lines: linesOf(text) };
    return toSpan(file, positions.lines, locateJson(positions.json, pointer, part));
  };
  return [{ file, text, value, spanOf }, []];
}

function locateJson(json: JsonPositions, pointer: string, part: SpanPart): Range {
  let member = json.root;
  for (const segment of segmentsOf(pointer)) {
    const next = json.member(member, segment);
    if (next === null) break;
    member = next;
  }
  return (part === "key" ? member.key : null) ?? member.value;
}

function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1))
    lines.addNewLine(at + 1);
  return lines;
}

function jsonSyntaxError(file: string, text: string, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  const offset = Number(/at position (\d+)/.exec(reason)?.[1] ?? text.length);
  const message = reason.replace(
    /,? ?(\.\.\.)?"[\s\S]*" is not valid JSON$| (in JSON )?at position[\s\S]*$/,
    "",
  );
  return createDiagnostic(
    "load/syntax",
    `The JSON is broken: ${message}.`,
    toSpan(file, linesOf(text), [offset, offset + 1]),
  );
}

function parseYaml(file: string, text: string): Result<SourceDocument | null> {
  const node = readYaml(text);
  if (node === null) return parseAnyYaml(file, text);
  let lines: LineCounter | null = null;
  const spanOf: SourceDocument["spanOf"] = (pointer, part = "key") => {
    lines ??= linesOf(text);
    return toSpan(file, lines, locatePlace(node.place, pointer, part));
  };
  return [{ file, text, value: node.value, spanOf }, []];
}

function locatePlace(root: YamlPlace, pointer: string, part: SpanPart): Range {
  let place = root;
  let range: Range = [root.start, root.end];
  for (const segment of segmentsOf(pointer)) {
    const member = place.members?.get(segment);
    if (member === undefined) break;
    place = member.place;
    range = (part === "key" ? member.key : null) ?? [place.start, place.end];
  }
  return range;
}

/** All of YAML, with what is wrong in it. */
function parseAnyYaml(file: string, text: string): Result<SourceDocument | null> {
  const parsed = parse(text);
  const { document, lines } = parsed;
  // The parser calls itself for every level, and reports what comes of that like any mistake.
  if (document.errors.some(({ message }) => isOverflow(message))) return [null, [tooDeep(file)]];
  if (document.errors.length > 0) {
    const errors = document.errors.map(({ message, pos }) =>
      createDiagnostic(
        "load/syntax",
        `The YAML is broken: ${firstSentence(message)}.`,
        toSpan(file, lines, pos),
      ),
    );
    return [null, errors];
  }
  try {
    const value: unknown = document.toJS();
    return [{ file, text, value, spanOf: (p, part) => locate(parsed, file, p, part) }, []];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (isOverflow(reason)) return [null, [tooDeep(file)]];
    const span = toSpan(file, lines, [0, 1]);
    return [
      null,
      [createDiagnostic("load/syntax", `The YAML is broken: ${firstSentence(reason)}.`, span)],
    ];
  }
}

function isOverflow(message: string): boolean {
  return message.startsWith("Maximum call stack size exceeded");
}

function firstSentence(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/[.:]?( at line \d+, column \d+:?)?$/, "");
}

function parse(text: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    logLevel: "error",
  });
  return { document, lines };
}

function locate(
  { document, lines }: Parsed,
  file: string,
  pointer: string,
  part: SpanPart = "key",
): Span {
  let node: unknown = document.contents;
  let range: Range = rangeOf(node) ?? [0, 1];
  for (const segment of segmentsOf(pointer)) {
    const found = step(node, segment, document);
    if (found === null) break;
    node = found.value;
    range = (part === "key" ? found.key : rangeOf(node)) ?? rangeOf(node) ?? found.key ?? range;
  }
  return toSpan(file, lines, range);
}

function step(
  node: unknown,
  segment: string,
  document: Document,
): { key: Range | null; value: unknown } | null {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(target)) {
    const item = target.items[Number(segment)];
    return item === undefined ? null : { key: null, value: item };
  }
  if (!isMap(target)) return null;
  const pair = target.items.find((item) => isPair(item) && keyOf(item.key) === segment);
  if (pair !== undefined) return { key: rangeOf(pair.key), value: pair.value };
  for (const item of target.items) {
    if (!mergeKeys.has(keyOf(item.key))) continue;
    const merged = step(item.value, segment, document);
    if (merged !== null) return merged;
  }
  return null;
}

/** How the parser shows the key `<<`. */
const mergeKeys: ReadonlySet<string> = new Set(["<<", "Symbol(<<)"]);

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function rangeOf(node: unknown): Range | null {
  if (typeof node !== "object" || node === null || !("range" in node)) return null;
  const range = node.range;
  return Array.isArray(range) ? [Number(range[0]), Number(range[1])] : null;
}

function toSpan(file: string, lines: LineCounter, [start, end]: Range): Span {
  const from = lines.linePos(start);
  const to = lines.linePos(Math.max(end, start + 1));
  return {
    file,
    line: Math.max(1, from.line),
    column: Math.max(1, from.col),
    endLine: Math.max(1, to.line),
    endColumn: Math.max(1, to.col),
  };
}
