import type { YamlMember, YamlNode } from "./places.ts";
import { plainKey, plainValue, readQuoted, unusual } from "./scalars.ts";

/** Reads `{…}` and `[…]`; what stands on further lines must be indented by more than `indent`. */
export function readFlow(text: string, start: number, indent: number, depth: number): YamlNode {
  if (depth > 200) return unusual();
  return text[start] === "{"
    ? readFlowMap(text, start, indent, depth)
    : readFlowSequence(text, start, indent, depth);
}

function readFlowMap(text: string, start: number, indent: number, depth: number): YamlNode {
  const value: Record<string, unknown> = {};
  const members = new Map<string, YamlMember>();
  let at = skip(text, start + 1, indent);
  while (text[at] !== "}") {
    const key = readKey(text, at);
    if (members.has(key.name) || key.name === "__proto__") return unusual();
    at = skip(text, key.colon + 1, indent);
    const node = readValue(text, at, indent, depth);
    value[key.name] = node.value;
    members.set(key.name, { key: [key.start, key.end], place: node.place });
    at = next(text, node.place.end, indent, "}");
  }
  return { value, place: { start, end: at + 1, members }, after: at + 1 };
}

function readFlowSequence(text: string, start: number, indent: number, depth: number): YamlNode {
  const value: unknown[] = [];
  const members = new Map<string, YamlMember>();
  let at = skip(text, start + 1, indent);
  while (text[at] !== "]") {
    const node = readValue(text, at, indent, depth);
    members.set(String(value.length), { key: null, place: node.place });
    value.push(node.value);
    at = next(text, node.place.end, indent, "]");
  }
  return { value, place: { start, end: at + 1, members }, after: at + 1 };
}

/** Past the comma after a member, or at the end of the collection. */
function next(text: string, end: number, indent: number, close: string): number {
  const at = skip(text, end, indent);
  if (text[at] === close) return at;
  return text[at] === "," ? skip(text, at + 1, indent) : unusual();
}

function skip(text: string, from: number, indent: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\n") {
    if (text[at] === "\n") {
      const line = at + 1;
      at = line;
      while (text[at] === " ") at += 1;
      if (text[at] !== "\n" && at - line <= indent) return unusual();
    } else at += 1;
  }
  return text[at] === "#" || at >= text.length ? unusual() : at;
}

interface FlowKey {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly colon: number;
}

function readKey(text: string, start: number): FlowKey {
  const first = text[start];
  if (first === '"' || first === "'") {
    const { value: name, end } = readQuoted(text, start);
    // Without a space after it, a colon belongs to a quoted key too.
    return text[end] === ":" ? { name, start, end, colon: end } : unusual();
  }
  const end = plainEnd(text, start);
  if (text[end] !== ":") return unusual();
  return { name: plainKeyOf(text, start, end), start, end, colon: end };
}

function plainKeyOf(text: string, start: number, end: number): string {
  const name = text.slice(start, end);
  return name === "" || name.endsWith(" ") || name === "<<" ? unusual() : plainKey(name);
}

function readValue(text: string, start: number, indent: number, depth: number): YamlNode {
  const first = text[start];
  if (first === "{" || first === "[") return readFlow(text, start, indent, depth + 1);
  if (first === '"' || first === "'") {
    const { value, end } = readQuoted(text, start, indent);
    return { value, place: { start, end, members: null }, after: end };
  }
  let end = plainEnd(text, start);
  if (text[end] === ":") return unusual();
  while (text[end - 1] === " ") end -= 1;
  if (end <= start) return unusual();
  const value = plainValue(text.slice(start, end));
  return { value, place: { start, end, members: null }, after: end };
}

/** Ends at a comma, a bracket, a line end, or a colon before a space or one of these. */
const plain = /[^\s,[\]{}#&*!|>'"%@`?:-](?:[^\n,[\]{}:#]|:(?![\s,[\]{}])|(?<=[^\s])#)*/y;
const signed = /[-?:](?![\s,[\]{}])(?:[^\n,[\]{}:#]|:(?![\s,[\]{}])|(?<=[^\s])#)*/y;

function plainEnd(text: string, start: number): number {
  const first = text[start];
  const pattern = first === "-" || first === "?" || first === ":" ? signed : plain;
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : unusual();
}
