import { isMap, isScalar, isSeq, stringify } from "yaml";
import { parentOf } from "../../load/pointer.ts";
import type { Sources } from "../../load/sources.ts";
import type { Edit } from "../lint-rule.ts";
import { type FoundNode, itemOf, type ParsedText, parsedText } from "./parsed-text.ts";

/** Where an edit is made. */
export interface EditPlace {
  readonly file: string;
  readonly pointer: string;
}

/** A value that an edit writes. */
export type EditValue =
  | string
  | number
  | boolean
  | null
  | readonly EditValue[]
  | { readonly [key: string]: EditValue };

/** Edits of YAML and JSON texts that leave everything around them as it is. Each gives null where it cannot be made safely. */
export interface Editor {
  /** Removes a member of a mapping or list; a holder that would be empty goes with it. */
  remove(place: EditPlace): readonly Edit[] | null;
  /** Replaces a text, number or truth value, or a list on one line. */
  replace(place: EditPlace, value: EditValue): readonly Edit[] | null;
  /** Renames the key of a member. */
  rename(place: EditPlace, key: string): readonly Edit[] | null;
  /** Adds a member to a mapping, behind the member `after` or at its end. */
  insert(place: EditPlace, member: InsertedMember): readonly Edit[] | null;
  /** Adds an item to a list. */
  append(place: EditPlace, value: EditValue): readonly Edit[] | null;
}

/** A member to add. */
export interface InsertedMember {
  readonly key: string;
  readonly value: EditValue;
  readonly after?: string;
}

/** An editor for the files of a side. */
export function createEditor(sources: Sources): Editor {
  const at = (
    { file, pointer }: EditPlace,
    make: (text: ParsedText, node: FoundNode) => Omit<Edit, "file"> | null,
  ): readonly Edit[] | null => {
    const text = parsedText(sources, file);
    const node = text?.find(pointer) ?? null;
    const edit = text === null || node === null ? null : make(text, node);
    return edit === null ? null : [{ file, ...edit }];
  };
  const remove: Editor["remove"] = (place) => {
    const node = parsedText(sources, place.file)?.find(place.pointer) ?? null;
    if (node?.holder == null) return null;
    if (node.holder.items.length === 1)
      return remove({ ...place, pointer: parentOf(place.pointer) });
    return at(place, removal);
  };
  return {
    remove,
    replace: (place, value) => at(place, (text, node) => replacement(text, node, value)),
    rename: (place, key) =>
      at(place, (text, node) =>
        node.key === null ? null : { ...node.key, text: write(text, key) },
      ),
    insert: (place, member) => at(place, (text, node) => insertion(text, node, member)),
    append: (place, value) => at(place, (text, node) => addition(text, node, value)),
  };
}

function removal(file: ParsedText, node: FoundNode): Omit<Edit, "file"> | null {
  const { holder, index, start, end } = node;
  if (holder === null) return null;
  const next = itemOf(file, holder, index + 1);
  const previous = itemOf(file, holder, index - 1);
  if (holder.flow) {
    if (next !== null) return { start, end: next.start, text: "" };
    return previous === null ? null : { start: previous.end, end, text: "" };
  }
  const line = lineStart(file.text, start);
  const before = file.text.slice(line, start);
  const isWholeLine = isSeq(holder) ? /^\s*-\s+$/.test(before) : /^\s*$/.test(before);
  if (isWholeLine)
    return { start: line, end: lineEnd(file.text, trimmedEnd(file.text, start, end)), text: "" };
  // The first member of a mapping that begins behind a dash.
  return next === null || !isMap(holder) ? null : { start, end: next.start, text: "" };
}

function replacement(
  file: ParsedText,
  { key, start, end, value }: FoundNode,
  now: EditValue,
): Omit<Edit, "file"> | null {
  const isPlain =
    (isScalar(value) && value.type?.startsWith("BLOCK") !== true) ||
    (isSeq(value) && value.flow === true);
  if (!isPlain || value.range == null || value.anchor !== undefined || value.tag !== undefined)
    return null;
  const from = key === null ? start : end - (value.range[1] - value.range[0]);
  return { start: from, end, text: write(file, now) };
}

function insertion(
  file: ParsedText,
  { value: map }: FoundNode,
  member: InsertedMember,
): Omit<Edit, "file"> | null {
  if (!isMap(map) || map.range == null) return null;
  const written = `${write(file, member.key)}: ${write(file, member.value)}`;
  const names = map.items.map(({ key }) => String(isScalar(key) ? key.value : key));
  if (names.includes(member.key)) return null;
  const index = member.after === undefined ? -1 : names.indexOf(member.after);
  const behind = itemOf(file, map, index === -1 ? map.items.length - 1 : index);
  if (behind === null) {
    const start = map.range[0] + (file.text.startsWith("\ufeff") ? 1 : 0);
    return map.flow
      ? { start: start + 1, end: start + 1, text: file.isJson ? written : ` ${written} ` }
      : null;
  }
  const indent = file.text.slice(lineStart(file.text, behind.start), behind.start);
  const ownLine = /^\s*$/.test(indent);
  if (map.flow) {
    const gap = ownLine ? file.newline + indent : " ";
    return { start: behind.end, end: behind.end, text: `,${gap}${written}` };
  }
  const end = trimmedEnd(file.text, behind.start, behind.end);
  const at = lineContentEnd(file.text, end);
  return { start: at, end: at, text: file.newline + indent.replaceAll("-", " ") + written };
}

function addition(
  file: ParsedText,
  { value: list }: FoundNode,
  now: EditValue,
): Omit<Edit, "file"> | null {
  if (!isSeq(list)) return null;
  const last = itemOf(file, list, list.items.length - 1);
  if (last === null) return null;
  const indent = file.text.slice(lineStart(file.text, last.start), last.start);
  if (list.flow) {
    const gap = /^\s*$/.test(indent) ? file.newline + indent : " ";
    return { start: last.end, end: last.end, text: `,${gap}${write(file, now)}` };
  }
  if (!/^\s*-\s+$/.test(indent)) return null;
  const at = lineContentEnd(file.text, trimmedEnd(file.text, last.start, last.end));
  return { start: at, end: at, text: file.newline + indent + write(file, now) };
}

function write({ isJson }: ParsedText, value: EditValue): string {
  if (isJson) return JSON.stringify(value);
  return flowText(value);
}

/** A value that means the same in a block and inside of `[…]` and `{…}`. */
function flowText(value: EditValue): string {
  if (Array.isArray(value)) return `[${value.map((item: EditValue) => flowText(item)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, item]) => `${flowText(key)}: ${flowText(item)}`,
    );
    return `{ ${members.join(", ")} }`;
  }
  const text = stringify(value, { lineWidth: 0 }).trimEnd();
  return /[,[\]{}\n]/.test(text) && !/^["']/.test(text) ? JSON.stringify(value) : text;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Behind the line break. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}

/** Before the line break. */
function lineContentEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  const stop = end === -1 ? text.length : end;
  return text[stop - 1] === "\r" ? stop - 1 : stop;
}

/** The ranges of block values reach over the line breaks behind them. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? "")) at -= 1;
  return at;
}
