import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { largeDocument } from "./large-document.ts";

/** A pair of documents on disk. */
export interface DocumentPair {
  readonly old: string;
  readonly now: string;
}

/** Writes both versions of the large document and returns their paths. */
export function writePair(
  folder: string,
  operations: number,
  format: "json" | "yaml",
): DocumentPair {
  const write = (edited: boolean) => {
    const path = join(folder, `${operations}-${edited ? "new" : "old"}.${format}`);
    const document = largeDocument({ operations, edited });
    const text =
      format === "json"
        ? JSON.stringify(document, null, 2)
        : stringify(document, { aliasDuplicateObjects: false });
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  return { old: write(false), now: write(true) };
}
