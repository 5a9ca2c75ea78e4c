import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders that hold no contracts and no output. */
const foreign = new Set(["node_modules", ".git"]);

/** Files below a folder, relative to it, `/` separators, sorted; a missing folder is empty. */
export function walk(folder: string, extension = ""): readonly string[] {
  const found: string[] = [];
  collect(folder, "", extension, found);
  return found.sort();
}

function collect(folder: string, prefix: string, extension: string, found: string[]): void {
  for (const entry of entriesOf(folder)) {
    if (entry.isDirectory()) {
      if (foreign.has(entry.name)) continue;
      collect(join(folder, entry.name), `${prefix}${entry.name}/`, extension, found);
    } else if (entry.name.endsWith(extension)) {
      found.push(`${prefix}${entry.name}`);
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
