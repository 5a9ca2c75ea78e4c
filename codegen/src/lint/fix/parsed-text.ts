import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { segmentsOf } from "../../load/pointer.ts";
import type { Sources } from "../../load/sources.ts";

/** A file as edits see it. */
export interface ParsedText {
  /** As in the file, a byte order mark included. */
  readonly text: string;
  readonly isJson: boolean;
  readonly newline: "\n" | "\r\n";
  /** The member that a pointer names, with what holds it; null: none is there, or the way leads through an alias. */
  find(pointer: string): FoundNode | null;
}

/** A member of a mapping or list; offsets count from the start of the file. */
export interface FoundNode {
  /** Null for the root. */
  readonly holder: YAMLMap | YAMLSeq | null;
  /** Place among the members of the holder. */
  readonly index: number;
  /** The key where the holder is a mapping. */
  readonly key: { readonly start: number; readonly end: number } | null;
  readonly value: unknown;
  /** Of key (or value) to value, without comments behind it. */
  readonly start: number;
  readonly end: number;
}

const parsed = new WeakMap<Sources, Map<string, ParsedText | null>>();

/** Parses a file for edits, once; null where it cannot be read. YAML is a superset of JSON, so one parser does for both. */
export function parsedText(sources: Sources, file: string): ParsedText | null {
  let files = parsed.get(sources);
  if (files === undefined) {
    files = new Map();
    parsed.set(sources, files);
  }
  let found = files.get(file);
  if (found === undefined) {
    found = parse(file, sources.text(file));
    files.set(file, found);
  }
  return found;
}

function parse(file: string, text: string | null): ParsedText | null {
  if (text === null) return null;
  const offset = text.startsWith("\ufeff") ? 1 : 0;
  const document = parseDocument(text.slice(offset), { logLevel: "error" });
  if (document.errors.length > 0) return null;
  const find = (pointer: string): FoundNode | null => {
    const [start, end] = rangeOf(document.contents, offset);
    let node: FoundNode = {
      holder: null,
      index: 0,
      key: null,
      value: document.contents,
      start,
      end,
    };
    for (const segment of segmentsOf(pointer)) {
      const next = step(node.value, segment, offset);
      if (next === null) return null;
      node = next;
    }
    return node;
  };
  return {
    text,
    isJson: file.endsWith(".json"),
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    find,
  };
}

function step(holder: unknown, segment: string, offset: number): FoundNode | null {
  if (isSeq(holder)) {
    const index = Number(segment);
    const value = holder.items[index];
    if (value === undefined) return null;
    const [start, end] = rangeOf(value, offset);
    return { holder, index, key: null, value, start, end };
  }
  if (!isMap(holder)) return null;
  const index = holder.items.findIndex(
    ({ key }) => String(isScalar(key) ? key.value : key) === segment,
  );
  const pair = holder.items[index];
  if (pair === undefined) return null;
  return memberOf(holder, pair, index, offset);
}

function memberOf(holder: YAMLMap, { key, value }: Pair, index: number, offset: number): FoundNode {
  const [start, keyEnd] = rangeOf(key, offset);
  const [, end] = rangeOf(value, offset);
  return { holder, index, key: { start, end: keyEnd }, value, start, end: Math.max(end, keyEnd) };
}

function rangeOf(node: unknown, offset: number): readonly [start: number, end: number] {
  const range = isNode(node) ? node.range : null;
  return range ? [range[0] + offset, range[1] + offset] : [0, 0];
}

/** A member of a mapping or list by its place. */
export function itemOf(
  file: ParsedText,
  holder: YAMLMap | YAMLSeq,
  index: number,
): FoundNode | null {
  const offset = file.text.startsWith("\ufeff") ? 1 : 0;
  if (isMap(holder)) {
    const pair = holder.items[index];
    return pair === undefined ? null : memberOf(holder, pair, index, offset);
  }
  return step(holder, String(index), offset);
}
