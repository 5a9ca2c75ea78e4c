import { join } from "node:path";
import { hasErrors } from "../../diagnostics/create.ts";
import { sortDiagnostics } from "../../diagnostics/sort.ts";
import type { Side } from "../side.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { openFile } from "./open-file.ts";
import { openFolder } from "./open-folder.ts";
import { type Opened, unreadable } from "./opened.ts";
import type { SideSpec } from "./spec.ts";
import { problemsOf, type Taken } from "./taken.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

/** Reads one version of a workspace or document; mistakes in it are in {@link Side.diagnostics}. */
export async function openSide(spec: SideSpec, limits: Limits = defaultLimits): Promise<Side> {
  switch (spec.kind) {
    case "folder":
      return sideOf(spec.label, await openFolder(spec.path, spec.label));
    case "file":
      return sideOf(spec.label, await openFile(spec));
    case "git":
      return openCopy(spec, spec.folder, async (target) => {
        const { takeCommit } = await import("./take-commit.ts");
        return takeCommit(spec, target, limits);
      });
    case "archive":
      return openCopy(spec, "", async (target) => {
        const { takeArchive } = await import("./take-archive.ts");
        return { diagnostics: await takeArchive(spec, target, limits), absent: [] };
      });
  }
}

/** Opens a copy that `take` makes in a temporary folder. */
async function openCopy(
  { label, document }: { readonly label: string; readonly document?: string },
  folder: string,
  take: (target: string) => Promise<Taken>,
): Promise<Side> {
  const temporary = await createTemporaryFolder();
  try {
    const taken = await take(temporary.path);
    const root = join(temporary.path, folder);
    const opened = hasErrors(taken.diagnostics)
      ? unreadable(root, [])
      : document === undefined
        ? await openFolder(root, label)
        : await openCopiedFile(root, document, label);
    const diagnostics = problemsOf(taken, opened.diagnostics);
    return sideOf(label, { ...opened, diagnostics }, temporary.dispose);
  } catch (error) {
    await temporary.dispose();
    throw error;
  }
}

function openCopiedFile(root: string, document: string, label: string): Promise<Opened> {
  return openFile({ path: join(root, document), base: root, label: `${label}:${document}` });
}

function sideOf(
  label: string,
  opened: Opened,
  dispose: () => Promise<void> = async () => {},
): Side {
  return { ...opened, label, diagnostics: sortDiagnostics(opened.diagnostics), dispose };
}
