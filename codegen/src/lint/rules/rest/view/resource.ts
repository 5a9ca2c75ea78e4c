import type { RestApi, RestPath } from "./api.ts";
import { isPlural, isVerb, mayBeVerb } from "./words.ts";

/** A part of a path between slashes. */
export interface PathSegment {
  /** As it is written, braces included. */
  readonly text: string;
  /** Name of the parameter that it is, null for a fixed text. */
  readonly parameter: string | null;
}

/** What a path stands for. */
export type ResourceKind = "root" | "collection" | "item" | "singleton" | "controller";

/** The parts of a path; a version (`v1`) and a prefix `api` at its beginning are left out. */
export function segmentsOfPath(path: string): readonly PathSegment[] {
  const parts = path.split("/").filter((part) => part !== "");
  const skipped = parts.findIndex((part) => !/^(api|v\d+(\.\d+)*(alpha\d*|beta\d*)?)$/i.test(part));
  return parts.slice(skipped === -1 ? parts.length : skipped).map((text) => ({
    text,
    parameter: /^\{([^{}]+)\}$/.exec(text)?.[1] ?? null,
  }));
}

const kinds = new WeakMap<RestApi, ReadonlyMap<string, ResourceKind>>();

/** What a path of the API stands for, by its words, its methods and the paths below it. */
export function resourceKind(api: RestApi, path: string): ResourceKind {
  let known = kinds.get(api);
  if (known === undefined) {
    const parents = new Set(
      api.paths.flatMap((other) => {
        const at = other.path.lastIndexOf("/{");
        return at > 0 && /^\/\{[^{}/]+\}$/.test(other.path.slice(at))
          ? [other.path.slice(0, at)]
          : [];
      }),
    );
    known = new Map(api.paths.map((found) => [found.path, kindOf(found, parents)]));
    kinds.set(api, known);
  }
  return known.get(path) ?? "singleton";
}

function kindOf({ path, operations }: RestPath, parents: ReadonlySet<string>): ResourceKind {
  const last = segmentsOfPath(path).at(-1);
  if (last === undefined) return "root";
  if (last.parameter !== null || last.text.includes("{")) return "item";
  if (isVerb(last.text)) return "controller";
  if (parents.has(path)) return "collection";
  const isPosted = operations.length > 0 && operations.every(({ method }) => method === "post");
  if (mayBeVerb(last.text) && !isPlural(last.text)) {
    if (isPosted) return "controller";
    return "singleton";
  }
  return isPlural(last.text) ? "collection" : "singleton";
}
