import type { Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { entriesOf } from "./located.ts";

/** A media type or range of a `content` map. */
export interface MediaType {
  /** Canonical spelling: lower case, sorted parameters, no charset that says nothing. */
  readonly name: string;
  /** `application/json`, `application/*`, `*` for all. */
  readonly range: string;
  readonly parameters: readonly string[];
  readonly node: Located;
}

/** What one media type is to another. */
export interface Match {
  readonly old: MediaType;
  readonly now: MediaType;
  readonly relation: "same" | "narrowed" | "widened";
}

/** The media types of two versions: those that meet, and those of one version alone. */
export interface Matches {
  readonly met: readonly Match[];
  readonly removed: readonly MediaType[];
  readonly added: readonly MediaType[];
}

/** The media types of a `content` map. */
export function readMediaTypes(tree: ContractTree, content: Located | null): readonly MediaType[] {
  return entriesOf(tree, content).map(([key, node]) => ({ ...parseMediaType(key), node }));
}

/** A media type without its node. */
export function parseMediaType(text: string): Omit<MediaType, "node"> {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim());
  const range = type.toLowerCase();
  const parameters = rest
    .filter((part) => part !== "")
    .map(canonicalParameter)
    .filter((part) => !isIdle(range, part))
    .sort();
  return { name: [range, ...parameters].join("; "), range, parameters };
}

function canonicalParameter(text: string): string {
  const [name = "", ...value] = text.split("=");
  const plain = value
    .join("=")
    .trim()
    .replace(/^"(.*)"$/, "$1");
  const key = name.trim().toLowerCase();
  return `${key}=${key === "charset" ? plain.toLowerCase() : plain}`;
}

/** JSON is UTF-8 by definition, so that its charset says nothing. */
function isIdle(range: string, parameter: string): boolean {
  return parameter === "charset=utf-8" && /[/+]json$/.test(range);
}

/** True where every message of the inner type is one of the outer. */
export function covers(outer: MediaType, inner: MediaType): boolean {
  return (
    coversRange(outer.range, inner.range) &&
    outer.parameters.every((parameter) => inner.parameters.includes(parameter))
  );
}

function coversRange(outer: string, inner: string): boolean {
  if (outer === inner || outer === "*/*" || outer === "*") return true;
  return outer.endsWith("/*") && inner.startsWith(outer.slice(0, -1));
}

/** Pairs media types: the same ones first, then each with the most specific one that covers it or is covered by it. */
export function matchMediaTypes(old: readonly MediaType[], now: readonly MediaType[]): Matches {
  const met: Match[] = [];
  const isMet = { old: new Set<MediaType>(), now: new Set<MediaType>() };
  const meet = (match: Match): void => {
    met.push(match);
    isMet.old.add(match.old);
    isMet.now.add(match.now);
  };
  const newByName = new Map(now.map((type) => [type.name, type]));
  for (const type of old) {
    const same = newByName.get(type.name);
    if (same !== undefined && !isMet.now.has(same))
      meet({ old: type, now: same, relation: "same" });
  }
  for (const type of old.filter((item) => !isMet.old.has(item))) {
    const wider = mostSpecific(now.filter((item) => covers(item, type)));
    if (wider !== undefined) meet({ old: type, now: wider, relation: "widened" });
  }
  for (const type of now.filter((item) => !isMet.now.has(item))) {
    const wider = mostSpecific(old.filter((item) => covers(item, type)));
    // Beside the same range, a media type of its own only says more about what was in the range.
    if (wider !== undefined) meet({ old: wider, now: type, relation: "narrowed" });
  }
  return {
    met,
    removed: old.filter((type) => !isMet.old.has(type)),
    added: now.filter((type) => !isMet.now.has(type)),
  };
}

function mostSpecific(types: readonly MediaType[]): MediaType | undefined {
  const weight = ({ range, parameters }: MediaType): number =>
    (range.startsWith("*") ? 0 : range.endsWith("/*") ? 1000 : 2000) + parameters.length;
  return [...types].sort((a, b) => weight(b) - weight(a))[0];
}
