import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file for people to go on with. */
export interface ScaffoldFile {
  /** Relative to the workspace, `/` separators. */
  readonly path: string;
  readonly content: string;
}

/** Writes the files that do not exist yet; what exists is never touched. */
export function writeMissing(
  root: string,
  files: readonly ScaffoldFile[],
): { readonly written: readonly string[]; readonly kept: readonly string[] } {
  const kept = files.filter(({ path }) => existsSync(join(root, path))).map(({ path }) => path);
  const missing = files.filter(({ path }) => !kept.includes(path));
  for (const { path, content } of missing) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    // `wx` fails where somebody wrote the file in between.
    writeFileSync(join(root, path), content, { flag: "wx" });
  }
  return { written: missing.map(({ path }) => path), kept };
}
