import { readBlockScalar } from "./block-scalar.ts";
import { readFlow } from "./flow.ts";
import type { YamlMember, YamlNode, YamlPlace } from "./places.ts";
import { plainKey, plainValue, readQuoted, trimEnd, unusual } from "./scalars.ts";

/**
 * Reads a block of YAML in its usual form in one pass: mappings, sequences, plain, quoted and block scalars, flow
 * collections. Throws at anything else (anchors, tags, merges, mistakes), which is for the full parser.
 */
export function readBlockDocument(text: string): YamlNode {
  const start = text.startsWith("---\n") ? 4 : 0;
  const at = nextLine(text, start);
  if (at.content >= text.length) return unusual();
  const node = readNode(text, at.content, { parent: -1, column: at.indent, depth: 0 });
  return nextLine(text, node.after).content < text.length ? unusual() : node;
}

interface Level {
  /** Indent of the collection around; further lines of a scalar are indented by more. */
  readonly parent: number;
  /** Column of the node itself. */
  readonly column: number;
  readonly depth: number;
}

interface Line {
  readonly indent: number;
  /** Offset of the first character after the indent; the end of the text where there is no further line. */
  readonly content: number;
}

/** The next line with content, past empty lines and comments. `from` is at the start of a line. */
function nextLine(text: string, from: number): Line {
  let line = from;
  while (line < text.length) {
    let at = line;
    while (text.charCodeAt(at) === 32) at += 1;
    const first = text[at];
    if (first !== "\n" && first !== "#" && first !== undefined)
      return { indent: at - line, content: at };
    const end = text.indexOf("\n", at);
    if (end === -1) break;
    line = end + 1;
  }
  return { indent: -1, content: text.length };
}

const deepest = 380;

function readNode(text: string, at: number, level: Level): YamlNode {
  if (level.depth > deepest) return unusual();
  if (isDash(text, at)) return readSequence(text, at, level);
  return keyAt(text, at) === null
    ? readScalar(text, at, level.parent, level.depth)
    : readMap(text, at, level);
}

function isDash(text: string, at: number): boolean {
  if (text[at] !== "-") return false;
  const next = text[at + 1];
  return next === " " || next === "\n" || next === undefined;
}

function readMap(text: string, start: number, { column, depth }: Level): YamlNode {
  const value: Record<string, unknown> = {};
  const members = new Map<string, YamlMember>();
  let at = start;
  let end = start;
  for (;;) {
    const key = keyAt(text, at);
    if (key === null || members.has(key.name) || key.name === "__proto__") return unusual();
    const node = readMember(text, key.colon + 1, column, depth);
    value[key.name] = node.value;
    members.set(key.name, { key: [key.start, key.end], place: node.place });
    end = node.after;
    const line = nextLine(text, end);
    if (line.indent < column) break;
    if (line.indent > column || isDash(text, line.content)) return unusual();
    at = line.content;
  }
  return { value, place: { start, end, members }, after: end };
}

/** The value after `key:`, on the same line or on the next ones. */
function readMember(text: string, from: number, indent: number, depth: number): YamlNode {
  const at = skipSpaces(text, from);
  if (!isLineEnd(text, at)) return readScalar(text, at, indent, depth);
  const end = lineEnd(text, at);
  const line = nextLine(text, end);
  const isNested = line.indent > indent || (line.indent === indent && isDash(text, line.content));
  if (isNested && line.content < text.length) {
    const level = { parent: indent, column: line.indent, depth: depth + 1 };
    const node = readNode(text, line.content, level);
    // A comment before a scalar on lines of its own decides about its indent.
    const isPlain = typeof node.value !== "object" && text.slice(end, line.content).includes("#");
    return isPlain ? unusual() : node;
  }
  return { value: null, place: { start: at, end: at, members: null }, after: end };
}

function readSequence(text: string, start: number, { column, depth }: Level): YamlNode {
  const value: unknown[] = [];
  const members = new Map<string, YamlMember>();
  let at = start;
  let end = start;
  for (;;) {
    const node = readItem(text, at, column, depth);
    members.set(String(value.length), { key: null, place: node.place });
    value.push(node.value);
    end = node.after;
    const line = nextLine(text, end);
    if (line.indent < column || (line.indent === column && !isDash(text, line.content))) break;
    if (line.indent > column) return unusual();
    at = line.content;
  }
  return { value, place: { start, end, members }, after: end };
}

function readItem(text: string, dash: number, column: number, depth: number): YamlNode {
  const at = skipSpaces(text, dash + 1);
  if (!isLineEnd(text, at)) {
    const level = { parent: column, column: column + at - dash, depth: depth + 1 };
    return readNode(text, at, level);
  }
  const end = lineEnd(text, at);
  const line = nextLine(text, end);
  if (line.indent > column)
    return readNode(text, line.content, { parent: column, column: line.indent, depth: depth + 1 });
  return { value: null, place: { start: at, end: at, members: null }, after: end };
}

function readScalar(text: string, start: number, indent: number, depth: number): YamlNode {
  const first = text[start] ?? "";
  if (first === "|" || first === ">") return readBlockScalar(text, start, indent);
  if (first === "{" || first === "[") return onItsLine(text, readFlow(text, start, indent, depth));
  if (first === '"' || first === "'") {
    const { value, end } = readQuoted(text, start, indent);
    return onItsLine(text, { value, place: { start, end, members: null }, after: end });
  }
  return readPlain(text, start, indent);
}

/** Nothing but a comment may follow on the line. */
function onItsLine(text: string, node: YamlNode): YamlNode {
  const at = skipSpaces(text, node.after);
  const isFree = isLineEnd(text, at) && (text[at] !== "#" || at > node.after);
  return isFree ? { ...node, after: lineEnd(text, at) } : unusual();
}

function readPlain(text: string, start: number, indent: number): YamlNode {
  const first = readPlainLine(text, start);
  let content = first.text;
  let { end, after, hasComment } = first;
  let isFolded = false;
  let breaks = 1;
  while (after < text.length) {
    let at = after;
    while (text.charCodeAt(at) === 32) at += 1;
    const isBlank = text[at] === "\n";
    if (text[at] === undefined || (!isBlank && at - after <= indent)) break;
    if (isBlank) {
      breaks += 1;
      after = at + 1;
      continue;
    }
    // A comment ends a scalar, and what comes after it is a mistake.
    if (hasComment || text[at] === "#") return text[at] === "#" ? endOfPlain() : unusual();
    const line = readPlainLine(text, at, true);
    content += (breaks === 1 ? " " : "\n".repeat(breaks - 1)) + line.text;
    ({ end, after, hasComment } = line);
    breaks = 1;
    isFolded = true;
  }
  return endOfPlain();

  function endOfPlain(): YamlNode {
    const value = isFolded ? content : plainValue(content);
    const place: YamlPlace = { start, end, members: null };
    return { value, place, after: lineEnd(text, end) };
  }
}

const starts = /[^\s,[\]{}#&*!|>'"%@`]/y;

function readPlainLine(text: string, start: number, isContinued = false) {
  starts.lastIndex = start;
  const first = text[start];
  const isLone =
    (first === "-" || first === "?" || first === ":") && /\s/.test(text[start + 1] ?? "\n");
  if (!isContinued && (!starts.test(text) || isLone)) return unusual();
  const lineEndAt = text.indexOf("\n", start);
  const stop = lineEndAt === -1 ? text.length : lineEndAt;
  let line = text.slice(start, stop);
  const comment = line.indexOf(" #");
  if (comment !== -1) line = line.slice(0, comment);
  line = trimEnd(line);
  // A colon before a space makes a key of what is before it, here or by mistake.
  if (line.includes(": ") || line.endsWith(":")) return unusual();
  return {
    text: line,
    end: start + line.length,
    after: Math.min(stop + 1, text.length),
    hasComment: comment !== -1,
  };
}

interface BlockKey {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly colon: number;
}

const plainKeys = /[^\s,[\]{}#&*!|>'"%@`?:-][^\n:#]*|[?:-][^\s:#][^\n:#]*/y;

/** The key of a mapping that starts here; null: there is none on this line. */
function keyAt(text: string, start: number): BlockKey | null {
  const first = text[start];
  if (first === '"' || first === "'") {
    const { value: name, end } = readQuoted(text, start);
    const colon = skipSpaces(text, end);
    return text[colon] === ":" && isSpace(text, colon + 1) ? { name, start, end, colon } : null;
  }
  plainKeys.lastIndex = start;
  if (!plainKeys.test(text)) return null;
  let colon = plainKeys.lastIndex;
  for (;;) {
    const letter = text[colon];
    if (letter === "\n" || letter === undefined) return null;
    if (letter === "#" && text[colon - 1] === " ") return null;
    if (letter === ":" && isSpace(text, colon + 1)) break;
    colon += 1;
  }
  const name = trimEnd(text.slice(start, colon));
  if (name === "<<" || name.length > 1000) return unusual();
  return { name: plainKey(name), start, end: start + name.length, colon };
}

function isSpace(text: string, at: number): boolean {
  const letter = text[at];
  return letter === " " || letter === "\n" || letter === undefined;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at += 1;
  return at;
}

/** True at the end of a line, or at a comment that ends it. */
function isLineEnd(text: string, at: number): boolean {
  const letter = text[at];
  return letter === "\n" || letter === undefined || (letter === "#" && text[at - 1] === " ");
}

/** Offset of the line after this one. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}
