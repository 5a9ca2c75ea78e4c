import type { OutputFile } from "../emit/output.ts";
import type { Origin } from "../model/model.ts";
import type { Disk } from "./disk.ts";
import { hashOf } from "./hash.ts";
import type { Manifest } from "./manifest.ts";

/** What has to happen to one file of the output folder. */
export type PlannedFile = {
  /** Relative to the output folder. */
  readonly path: string;
  readonly origins: readonly Origin[];
} & (
  | { readonly action: "create" | "update" | "same"; readonly content: string }
  | { readonly action: "delete" }
  | { readonly action: "conflict"; readonly reason: ConflictReason }
);

/**
 * Why a file cannot be written or deleted: `edited`: changed since berrys wrote it; `edited-stale`: the same, and
 * the contracts no longer ask for it; `foreign`: berrys did not write what lies there.
 */
export type ConflictReason = "edited" | "edited-stale" | "foreign";

export interface PlanOptions {
  readonly files: readonly OutputFile[];
  readonly manifest: Manifest | null;
  readonly disk: Disk;
  /** Overwrites files that are in conflict. */
  readonly force?: boolean;
  /** Also deletes stale files that were edited, and generated files that the manifest does not know. */
  readonly clean?: boolean;
}

/** Compares what the emitters want with what lies on disk; sorted by path. Files that berrys did not write never appear, unless they are in the way. */
export function plan(options: PlanOptions): readonly PlannedFile[] {
  const wanted = new Set(options.files.map(({ path }) => path));
  const planned = [
    ...options.files.map((file) => planWanted(file, options)),
    ...planVanished(wanted, options),
    ...planUnknown(wanted, options),
  ];
  return planned.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function planWanted(file: OutputFile, { manifest, disk, force }: PlanOptions): PlannedFile {
  const { path, content, origins } = file;
  const found = disk.get(path);
  if (found === undefined) return { path, content, origins, action: "create" };
  if (found.hash === hashOf(content)) return { path, content, origins, action: "same" };
  const written = manifest?.outputs[path]?.hash;
  if (force || found.hash === written) return { path, content, origins, action: "update" };
  const reason = written === undefined && !found.generated ? "foreign" : "edited";
  return { path, origins, action: "conflict", reason };
}

function planVanished(wanted: ReadonlySet<string>, options: PlanOptions): readonly PlannedFile[] {
  const { manifest, disk, force, clean } = options;
  return Object.entries(manifest?.outputs ?? {}).flatMap(
    ([path, { hash, origins }]): readonly PlannedFile[] => {
      const found = disk.get(path);
      if (wanted.has(path) || found === undefined) return [];
      if (force || clean || found.hash === hash) return [{ path, origins, action: "delete" }];
      return [{ path, origins, action: "conflict", reason: "edited-stale" }];
    },
  );
}

function planUnknown(wanted: ReadonlySet<string>, options: PlanOptions): readonly PlannedFile[] {
  const { manifest, disk, clean } = options;
  if (!clean) return [];
  return [...disk].flatMap(([path, { generated }]): readonly PlannedFile[] => {
    if (!generated || wanted.has(path) || manifest?.outputs[path] !== undefined) return [];
    return [{ path, origins: [], action: "delete" }];
  });
}
