import { dirname, isAbsolute, relative } from "node:path";
import type { FileSpec, FolderSpec } from "./spec.ts";

/** What the text of `--against` is read with. */
export interface AgainstContext {
  /** Folder that paths are relative to. */
  readonly cwd: string;
  /** The new side: what is compared with what the text names. */
  readonly target: Pick<FolderSpec | FileSpec, "kind" | "path">;
}

/** The folder that positions of a single document are relative to. */
export function baseOf({ cwd, target }: AgainstContext): string {
  if (target.kind === "folder") return target.path;
  const inside = relative(cwd, target.path);
  return inside.startsWith("..") || isAbsolute(inside) ? dirname(target.path) : cwd;
}
