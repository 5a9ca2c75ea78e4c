import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Manifest, manifestName, printManifest } from "./manifest.ts";
import type { PlannedFile } from "./plan.ts";
import { readOptional } from "./read-optional.ts";

/**
 * Does what a plan says: writes what is new or changed, deletes what vanished together with folders this leaves
 * empty, and writes the manifest last. Files that stay the same are not touched. A plan with a conflict is a bug.
 */
export function apply(
  outputFolder: string,
  planned: readonly PlannedFile[],
  manifest: Manifest,
): void {
  const conflict = planned.find(({ action }) => action === "conflict");
  if (conflict !== undefined) throw new Error(`plan with a conflict: ${conflict.path}`);
  for (const file of planned) {
    if (file.action === "delete") remove(outputFolder, file.path);
    if (file.action === "create" || file.action === "update")
      writeAtomically(join(outputFolder, file.path), file.content);
  }
  const path = join(outputFolder, manifestName);
  const content = printManifest(manifest);
  if (readOptional(path)?.toString("utf8") !== content) writeAtomically(path, content);
}

function remove(outputFolder: string, path: string): void {
  rmSync(join(outputFolder, path), { force: true });
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    try {
      rmdirSync(join(outputFolder, folder));
    } catch {
      return; // Not empty: somebody's file lives there.
    }
  }
}

/** Puts a file in its place at once: a reader sees the old content or the new one, never a half. */
export function writeAtomically(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(temporary, content);
  try {
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
