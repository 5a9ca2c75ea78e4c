import { isObject } from "../../../load/pointer.ts";
import { child, children, idOf, isProblem, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { createDialects } from "./dialects.ts";
import {
  type Keywords,
  keywordsOf,
  type Part,
  typesOfKeywords,
  type Union,
  valuesOfKeywords,
} from "./part.ts";

/** Reads the schemas of one side; every schema object is read once. */
export interface SchemaReader {
  /** The part of a place in a document. */
  part(at: Located): Part;
}

/** Numbers that are unique over both sides. */
export type Ids = () => number;

/** A reader of a tree's schemas. */
export function createReader(tree: ContractTree, side: "old" | "new", nextId: Ids): SchemaReader {
  const parts = new Map<string, Part>();
  const dialectOf = createDialects(tree);
  const anchors = new Map<string, ReadonlyMap<string, Located>>();

  const anchorsOf = (file: string): ReadonlyMap<string, Located> => {
    let found = anchors.get(file);
    if (found === undefined) {
      const value = tree.sources.document(file)?.value;
      found = value === undefined ? new Map() : dynamicAnchors({ file, pointer: "", value });
      anchors.set(file, found);
    }
    return found;
  };

  /** The outermost schema with the anchor: in the document that is compared, else in the file of the reference. */
  const dynamic = (from: Located, ref: string): Located | null => {
    const name = ref.slice(ref.indexOf("#") + 1);
    const outer = anchorsOf(tree.root.file).get(name) ?? anchorsOf(from.file).get(name);
    return outer ?? follow(from, ref);
  };

  const follow = (from: Located, ref: string): Located | null => {
    const target = tree.resolver.resolve(from, ref);
    return isProblem(target) ? null : target;
  };

  const build = (at: Located): Part => {
    const { value } = at;
    if (!isObject(value)) return plain(at, value === false);
    const keywords = keywordsOf(at, dialectOf(at));
    const { also, opaque } = references(at, keywords, { follow, dynamic });
    const part: Part = {
      id: nextId(),
      at,
      never: false,
      types: typesOfKeywords(keywords),
      values: valuesOfKeywords(keywords),
      get: (keyword) => keywords.get(keyword),
      keywords: [...keywords.keys()],
      also,
      unions: [],
      read,
      opaque,
      side,
    };
    const unions = (["anyOf", "oneOf"] as const).flatMap((name) => {
      const list = keywords.get(name);
      return list === undefined || !Array.isArray(list.value) || list.value.length === 0
        ? []
        : [unionOf(part, name === "anyOf" ? "any" : "one", list, nextId)];
    });
    return Object.assign(part, { unions });
  };

  const plain = (at: Located, never: boolean): Part => ({
    id: nextId(),
    at,
    never,
    types: never ? 0 : 127,
    values: null,
    get: () => undefined,
    keywords: [],
    also: [],
    unions: [],
    read,
    opaque: "",
    side,
  });

  const read = (at: Located): Part => {
    const id = idOf(at);
    let known = parts.get(id);
    if (known === undefined) {
      known = build(at);
      parts.set(id, known);
    }
    return known;
  };

  return { part: read };
}

function unionOf(holder: Part, kind: Union["kind"], list: Located, nextId: Ids): Union {
  return { id: nextId(), kind, branches: children(list).map(([, branch]) => branch), holder };
}

type Follow = (from: Located, ref: string) => Located | null;

function references(
  at: Located,
  keywords: Keywords,
  { follow, dynamic }: { readonly follow: Follow; readonly dynamic: Follow },
): { readonly also: readonly Located[]; readonly opaque: string } {
  const also: Located[] = [];
  let opaque = "";
  const add = (ref: unknown, by: Follow) => {
    if (typeof ref !== "string") return;
    const target = by(at, ref);
    if (target === null) opaque = `\`${ref}\` leads nowhere`;
    else also.push(target);
  };
  add(keywords.get("$ref")?.value, follow);
  add(keywords.get("$dynamicRef")?.value, dynamic);
  add(keywords.get("$recursiveRef")?.value, follow);
  const all = keywords.get("allOf");
  if (all !== undefined && Array.isArray(all.value))
    also.push(...children(all).map(([, member]) => member));
  return { also, opaque };
}

function dynamicAnchors(root: Located): ReadonlyMap<string, Located> {
  const found = new Map<string, Located>();
  let level: readonly Located[] = [root];
  while (level.length > 0) {
    for (const node of level) {
      const name = isObject(node.value) ? node.value.$dynamicAnchor : undefined;
      if (typeof name === "string" && !found.has(name)) found.set(name, node);
    }
    level = level.flatMap((node) => children(node).map(([, inner]) => inner));
  }
  return found;
}

/** The place that a pointer names below a keyword. */
export function below(keyword: Located, ...segments: readonly (string | number)[]): Located {
  return segments.reduce<Located>((node, segment) => child(node, segment), keyword);
}
