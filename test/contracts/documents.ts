/** Reads the YAML documents as any other tool would: without our loader. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";

export const root = join(import.meta.dirname, "../..");

/** A value in a document, and the file that relative references in it start from. */
export interface Place {
  readonly file: string;
  readonly value: unknown;
}

const documents = new Map<string, unknown>();

/** A whole document; `file` is relative to the repository. */
export function open(file: string): Place {
  if (!documents.has(file)) documents.set(file, parse(readFileSync(join(root, file), "utf8")));
  return { file, value: documents.get(file) };
}

/** The member of an object or list with its references followed; undefined where there is none. */
export function get(place: Place, ...names: readonly (string | number)[]): Place | undefined {
  let here: Place | undefined = follow(place);
  for (const name of names) {
    if (here === undefined || typeof here.value !== "object" || here.value === null)
      return undefined;
    const value: unknown = (here.value as Record<string, unknown>)[name];
    here = value === undefined ? undefined : follow({ file: here.file, value });
  }
  return here;
}

/** Members of an object or list, by name or index, with their references followed. */
export function entries(place: Place | undefined): readonly (readonly [string, Place])[] {
  if (place === undefined || typeof place.value !== "object" || place.value === null) return [];
  return Object.entries(place.value).map(([name, value]) => [
    name,
    follow({ file: place.file, value }),
  ]);
}

function follow(place: Place): Place {
  const ref = (place.value as { readonly $ref?: unknown } | null)?.$ref;
  if (typeof ref !== "string") return place;
  const [path = "", pointer = ""] = ref.split("#");
  const file = path === "" ? place.file : join(dirname(place.file), path);
  const names = pointer
    .split("/")
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
  const found = get(open(file), ...names);
  if (found === undefined) throw new Error(`${place.file}: nothing at ${ref}`);
  return found;
}
