import { posix } from "node:path";
import { nearest } from "../diagnostics/nearest.ts";
import type { SchemaId } from "../model/model.ts";
import type { SourceDocument } from "./document.ts";
import { append, isObject, member, parentOf, segmentsOf } from "./pointer.ts";
import type { ScannedFile } from "./scan.ts";

/** A value together with its place. */
export interface Located {
  readonly file: string;
  readonly pointer: string;
  readonly value: unknown;
}

/** Why a reference could not be followed. */
export interface RefProblem {
  readonly kind: "unresolved" | "remote" | "circular";
  /** A clause for a message, e.g. ``the file `a.yaml` does not exist``. */
  readonly reason: string;
  readonly hint: string | undefined;
}

/** Follows `$ref`s across files. */
export interface Resolver {
  /** Where a reference written in `from` ends, past every alias on the way. */
  resolve(from: Located, ref: string): Located | RefProblem;
  /** The target when the value is a `$ref`, the value itself otherwise; null when it cannot be followed. */
  deref(node: Located): Located | null;
  /** The file that the reference names (itself for `#…`), or the problem. */
  fileOf(from: string, ref: string): string | RefProblem;
}

/** What a resolver needs of the loaded files. */
export interface ResolverFiles {
  readonly document: (file: string) => SourceDocument | null;
  readonly exists: (file: string) => boolean;
  readonly scans: ReadonlyMap<string, ScannedFile>;
}

/** True for what {@link Resolver.resolve} returns when it fails. */
export function isProblem(result: Located | RefProblem | string): result is RefProblem {
  return typeof result === "object" && "kind" in result;
}

/** The member of a located object or array; its value is undefined when there is none. */
export function child(node: Located, segment: string | number): Located {
  return {
    file: node.file,
    pointer: append(node.pointer, segment),
    value: member(node.value, String(segment)),
  };
}

/** The members of a located object or array, in order; none for anything else. */
export function children(node: Located): readonly (readonly [key: string, node: Located])[] {
  if (typeof node.value !== "object" || node.value === null) return [];
  return Object.keys(node.value).map((key) => [key, child(node, key)]);
}

/** The canonical id of a place. */
export function idOf({
  file,
  pointer,
}: {
  readonly file: string;
  readonly pointer: string;
}): SchemaId {
  return `${file}#${pointer}`;
}

/** The text of `$ref`, or null when the value is no reference. */
export function refOf(value: unknown): string | null {
  const ref = isObject(value) ? value.$ref : undefined;
  return typeof ref === "string" ? ref : null;
}

/** A reference that adds nothing but words, so that it may be replaced by its target. */
export function isAlias(value: unknown): boolean {
  return (
    refOf(value) !== null &&
    Object.keys(value as object).every((key) => aliasKeys.has(key) || key.startsWith("x-"))
  );
}

const aliasKeys: ReadonlySet<string> = new Set([
  "$ref",
  "description",
  "summary",
  "title",
  "$comment",
]);

/** A resolver over the files loaded so far; it loads nothing itself. */
export function createResolver(files: ResolverFiles): Resolver {
  const identified = (uri: string): { file: string; pointer: string } | null => {
    for (const [file, scan] of files.scans) {
      const pointer = scan.ids.get(uri);
      if (pointer !== undefined) return { file, pointer };
    }
    return null;
  };

  const fileOf = (from: string, ref: string): string | RefProblem => {
    const hash = ref.indexOf("#");
    const path = hash === -1 ? ref : ref.slice(0, hash);
    if (path === "") return from;
    const byId = identified(path);
    if (byId !== null) return byId.file;
    if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith("//")) {
      return {
        kind: "remote",
        reason: "it leaves the workspace",
        hint: "save the document in the workspace and refer to it by its path",
      };
    }
    return posix.normalize(posix.join(posix.dirname(from), decode(path)));
  };

  const nested = new Map<string, ReadonlySet<string>>();
  /** Pointers of the schemas with an `$id` of their own around a place, innermost first; then the file itself. */
  const basesAround = ({ file, pointer }: Located): readonly string[] => {
    let inFile = nested.get(file);
    if (inFile === undefined) {
      const ids = files.scans.get(file)?.ids ?? new Map<string, string>();
      inFile = new Set([...ids].flatMap(([id, place]) => (id.startsWith("#") ? [] : [place])));
      // A file is remembered only once it has been scanned.
      if (files.scans.has(file)) nested.set(file, inFile);
    }
    if (inFile.size === 0) return fileItself;
    const around: string[] = [];
    for (let place = pointer; place !== ""; place = parentOf(place))
      if (inFile.has(place)) around.push(place);
    return [...around, ""];
  };

  const start = (from: string, ref: string): Located | RefProblem => {
    const file = fileOf(from, ref);
    if (isProblem(file)) return file;
    const document = files.document(file);
    if (document === null) {
      if (files.exists(file))
        return { kind: "unresolved", reason: `the file \`${file}\` is broken`, hint: undefined };
      const known = [...files.scans.keys()];
      const best = nearest(file, known);
      return {
        kind: "unresolved",
        reason: `the file \`${file}\` does not exist`,
        hint: best === null ? undefined : `did you mean \`${relative(from, best)}\`?`,
      };
    }
    const base = identified(ref.split("#")[0] ?? "")?.pointer ?? "";
    return { file, pointer: base, value: at(document.value, base) };
  };

  /**
   * Where a reference points, before the aliases that stand there. `#/…` starts at the schema with an `$id` that it is
   * in, as the specification has it, and else at the file, as people who put an `$id` on every schema mean it.
   */
  const land = (from: Located, ref: string, seen: ReadonlySet<string>): Located | RefProblem => {
    const begin = start(from.file, ref);
    if (isProblem(begin)) return begin;
    if (!ref.startsWith("#/")) return landFrom(begin, from, ref, seen);
    let landed: Located | RefProblem = begin;
    for (const base of basesAround(from)) {
      landed = landFrom({ ...begin, pointer: base, value: at(begin.value, base) }, from, ref, seen);
      if (!isProblem(landed)) break;
    }
    return landed;
  };

  const landFrom = (
    begin: Located,
    from: Located,
    ref: string,
    seen: ReadonlySet<string>,
  ): Located | RefProblem => {
    const fragment = ref.includes("#") ? decode(ref.slice(ref.indexOf("#") + 1)) : "";
    if (fragment !== "" && !fragment.startsWith("/")) return anchored(begin, fragment, files.scans);
    let node: Located = begin;
    for (const segment of segmentsOf(fragment)) {
      // A pointer may pass through an alias: `#/channels/a/messages/b` where channel `a` is a `$ref`.
      // What was seen is copied only where there is something to pass: a chain of 100,000 aliases stays linear.
      const through = isAlias(node.value) ? pastAliases(node, new Set(seen)) : node;
      if (isProblem(through)) return through;
      const next = child(through, segment);
      if (next.value === undefined) return missing(from.file, ref, through, segment);
      node = next;
    }
    return node;
  };

  type Ends = Map<string, Located | RefProblem>;
  const caches = new Map<string, Ends>();
  /** What is known of the references that start where this one does. */
  const endsFrom = (from: Located, ref: string): Ends => {
    const [base = ""] = ref.startsWith("#/") ? basesAround(from) : fileItself;
    const key = base === "" ? from.file : `${from.file}#${base}`;
    let ends = caches.get(key);
    if (ends === undefined) {
      ends = new Map();
      caches.set(key, ends);
    }
    return ends;
  };

  /** Where a chain of aliases ends; every alias of it is remembered, because chains can be thousands long. */
  const pastAliases = (node: Located, seen: Set<string>): Located | RefProblem => {
    const passed: (readonly [ends: Ends, ref: string])[] = [];
    let at: Located | RefProblem = node;
    while (!isProblem(at)) {
      const ref = refOf(at.value);
      if (ref === null || !isAlias(at.value)) break;
      const ends = endsFrom(at, ref);
      const known = ends.get(ref);
      if (known !== undefined && !isProblem(known)) {
        at = known;
        break;
      }
      if (seen.has(idOf(at)))
        return { kind: "circular", reason: "it only leads back to itself", hint: undefined };
      seen.add(idOf(at));
      passed.push([ends, ref]);
      at = land(at, ref, seen);
    }
    if (!isProblem(at)) for (const [ends, ref] of passed) ends.set(ref, at);
    return at;
  };

  const resolve = (from: Located, ref: string): Located | RefProblem => {
    const ends = endsFrom(from, ref);
    const known = ends.get(ref);
    if (known !== undefined) return known;
    const target = land(from, ref, new Set());
    const found = isProblem(target) ? target : pastAliases(target, new Set());
    ends.set(ref, found);
    return found;
  };

  const deref = (node: Located): Located | null => {
    const ref = refOf(node.value);
    if (ref === null) return node;
    const target = resolve(node, ref);
    return isProblem(target) ? null : target;
  };

  return { resolve, deref, fileOf };
}

const fileItself: readonly string[] = [""];

function anchored(
  node: Located,
  name: string,
  scans: ReadonlyMap<string, ScannedFile>,
): Located | RefProblem {
  const anchors = scans.get(node.file)?.anchors ?? new Map<string, string>();
  const pointer = anchors.get(name);
  if (pointer !== undefined) {
    const root = node.pointer === "" ? node.value : undefined;
    return { file: node.file, pointer, value: at(root, pointer) };
  }
  const best = nearest(name, [...anchors.keys(), ...children(node).map(([key]) => key)]);
  const hint =
    best === null
      ? "a pointer starts with `#/`"
      : `did you mean \`#${anchors.has(best) ? "" : "/"}${best}\`?`;
  return {
    kind: "unresolved",
    reason: `there is no \`$anchor: ${name}\` in \`${node.file}\``,
    hint,
  };
}

function missing(from: string, ref: string, node: Located, segment: string): RefProblem {
  const best = nearest(
    segment,
    children(node).map(([key]) => key),
  );
  const file = node.file === from ? "" : relative(from, node.file);
  const inside = node.pointer === "" ? `\`${node.file}\`` : `\`${idOf(node)}\``;
  const names = children(node).map(([key]) => key);
  const list =
    names.length > 0 && names.length <= 8
      ? `it has ${names.map((name) => `\`${name}\``).join(", ")}`
      : undefined;
  const hint = best === null ? list : `did you mean \`${file}#${append(node.pointer, best)}\`?`;
  return {
    kind: "unresolved",
    reason: `${inside} has no \`${segment}\``,
    hint: ref === "" ? undefined : hint,
  };
}

function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to);
}

function at(value: unknown, pointer: string): unknown {
  return segmentsOf(pointer).reduce<unknown>((current, segment) => member(current, segment), value);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The located parent of a node inside its file. */
export function parent(node: Located, root: unknown): Located {
  const pointer = parentOf(node.pointer);
  return { file: node.file, pointer, value: at(root, pointer) };
}
