import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Change, Place } from "../change.ts";
import { changeAt, type ProtoPair, stabilityOf } from "./change-at.ts";
import type { ProtoElement, ProtoElements } from "./elements.ts";
import type { Violation } from "./run-breaking.ts";

/** A finding of buf with the element it is about: rule, message and position are buf's own. */
export function changeOfViolation(pair: ProtoPair, violation: Violation): Change {
  const { message, type } = violation;
  const rule = `proto/${type}`;
  const detail = quoted(message).join(" ");
  const at = spanOf(pair, violation);
  const about = find(pair, violation);
  const element = about.old ?? about.now;
  if (element === undefined) return { ...changeOfFile(pair, violation, at), rule, detail };
  const change = changeAt(pair, rule, message, {
    ...(about.old === undefined ? {} : { old: about.old }),
    ...(about.now === undefined ? {} : { now: about.now }),
    about: element,
  });
  return { ...change, new: newPlace(change, at), detail };
}

/** Buf points at 1:1 where it knows no place, e.g. of an option that is gone; then the element's name is better. */
function newPlace(change: Change, at: Span | null): Place | null {
  if (at === null) return change.new;
  if (change.new !== null && at.line === 1 && at.column === 1) return change.new;
  return { file: at.file, pointer: change.new?.pointer ?? "", span: at };
}

function spanOf({ nowSide }: ProtoPair, violation: Violation): Span | null {
  if (violation.path === undefined) return null;
  const { start_line, start_column, end_line, end_column } = violation;
  return {
    file: nowSide.proto?.files.get(violation.path) ?? violation.path,
    line: start_line,
    column: start_column,
    endLine: end_line,
    endColumn: Math.max(end_column, end_line === start_line ? start_column + 1 : 1),
  };
}

function quoted(message: string): readonly string[] {
  return [...message.matchAll(/"([^"]*)"/g)].map(([, text = ""]) => text);
}

/** Both versions of an element; undefined in the one that does not have it. */
interface Found {
  readonly old: ProtoElement | undefined;
  readonly now: ProtoElement | undefined;
}

/** The element that buf's sentence names: `field "2" with name "x" on message "M"`, `message "M.In" was deleted`. */
function find(pair: ProtoPair, violation: Violation): Found {
  const { message } = violation;
  const container = /\bon (?:message|enum|service) "([\w.]+)"/.exec(message)?.[1];
  const [, kind = "", own = "", named] = head.exec(message) ?? [];
  if (container === undefined) return own === "" ? nothing : findDeclared(pair, violation, own);
  const around = findDeclared(pair, violation, container);
  const member = (elements: ProtoElements, parent: ProtoElement | undefined) =>
    parent === undefined ? undefined : (memberOf(elements, parent, kind, own, named) ?? parent);
  return { old: member(pair.old, around.old), now: member(pair.now, around.now) };
}

const nothing: Found = { old: undefined, now: undefined };

const head =
  /^(?:Previously present )?(field|enum value|rpc|oneof|extension|message|enum|service) "([^"]*)"(?: with name "([^"]*)")?/i;

/** A top-level or nested declaration; buf leaves out what is around a nested one, so the position decides between several. */
function findDeclared({ old, now }: ProtoPair, violation: Violation, local: string): Found {
  const after = among(candidatesOf(now, violation, local), violation);
  const same = after === undefined ? undefined : old.byName.get(after.name);
  const isGone = /^Previously present (?:message|enum|service|extension) /.test(violation.message);
  const before = same ?? candidatesOf(old, violation, local)[0];
  // What is gone has no new version, though another may have its short name.
  return isGone
    ? { old: candidatesOf(old, violation, local)[0], now: undefined }
    : { old: before, now: after };
}

function candidatesOf(
  elements: ProtoElements,
  { path, message }: Violation,
  local: string,
): readonly ProtoElement[] {
  const inPackage = /package "([\w.]+)"/.exec(message)?.[1];
  const pool =
    path === undefined || inPackage !== undefined
      ? [...elements.byName.values()].filter((one) => one.package === inPackage)
      : elements.inFile(path);
  const exact = (one: ProtoElement) =>
    one.name === (one.package === "" ? local : `${one.package}.${local}`);
  return pool
    .filter((one) => declared.has(one.kind) && (exact(one) || one.name.endsWith(`.${local}`)))
    .toSorted((a, b) => Number(exact(b)) - Number(exact(a)));
}

const declared: ReadonlySet<string> = new Set(["message", "enum", "service", "extension"]);

function among(
  candidates: readonly ProtoElement[],
  { start_line: line, start_column: column }: Violation,
): ProtoElement | undefined {
  const around = candidates.filter(
    ({ extent }) => extent !== null && contains(extent, line, column),
  );
  // The innermost is the one that starts last.
  const innermost = around.reduce<ProtoElement | undefined>(
    (best, one) => (best === undefined || startOf(one) > startOf(best) ? one : best),
    undefined,
  );
  return innermost ?? candidates[0];
}

function startOf({ extent }: ProtoElement): number {
  return (extent?.line ?? 0) * 1e5 + (extent?.column ?? 0);
}

function contains(span: Span, line: number, column: number): boolean {
  const isAfterStart = line > span.line || (line === span.line && column >= span.column);
  return (
    isAfterStart && (line < span.endLine || (line === span.endLine && column < span.endColumn))
  );
}

function memberOf(
  elements: ProtoElements,
  parent: ProtoElement,
  kind: string,
  own: string,
  named: string | undefined,
): ProtoElement | undefined {
  if (/^-?\d+$/.test(own)) {
    // A number survives renaming, so it finds both versions of a field or value.
    const number = Number(own);
    const wanted = kind.toLowerCase() === "field" ? "field" : "enum-value";
    const found = elements
      .inFile(parent.file)
      .find((one) => one.parent === parent.name && one.kind === wanted && one.number === number);
    if (found !== undefined) return found;
  }
  return elements.byName.get(`${parent.name}.${named ?? own}`);
}

/** What concerns a whole file or package. The old place leads to its first service, whose callers are hurt. */
function changeOfFile(pair: ProtoPair, { path, message }: Violation, at: Span | null): Change {
  const names = quoted(message);
  const file =
    path ?? names.find((name) => pair.oldSide.proto?.files.has(name)) ?? fileOf(pair, names);
  const elements = file === undefined ? [] : pair.old.inFile(file);
  const first = elements.find(({ kind }) => kind === "service") ?? elements[0];
  const place = file === undefined ? undefined : pair.oldSide.proto?.files.get(file);
  const packageName = file === undefined ? null : pair.old.packageOf(file);
  const stability = packageName === null ? undefined : stabilityOf(packageName);
  const isPackage = /^Previously present package/.test(message);
  return {
    rule: "",
    kind: "proto",
    role: "both",
    message,
    path: (isPackage ? packageName : null) ?? file ?? names[0] ?? "proto",
    old:
      place === undefined ? null : { file: place, pointer: first?.name ?? "", span: start(place) },
    new: at === null ? null : { file: at.file, pointer: "", span: at },
    ...(stability === undefined ? {} : { stability }),
  };
}

function fileOf({ old, oldSide }: ProtoPair, names: readonly string[]): string | undefined {
  return [...(oldSide.proto?.files.keys() ?? [])].find((file) =>
    names.includes(old.packageOf(file) ?? ""),
  );
}

function start(file: string): Span {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 2 };
}
