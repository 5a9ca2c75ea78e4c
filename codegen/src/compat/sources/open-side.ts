import { sortDiagnostics } from "../../diagnostics/sort.ts";
import type { Side } from "../side.ts";
import { openFile } from "./open-file.ts";
import { openFolder } from "./open-folder.ts";
import type { Opened } from "./opened.ts";
import type { SideSpec } from "./spec.ts";

/** Reads one version of a workspace or document; mistakes in it are in {@link Side.diagnostics}. */
export async function openSide(spec: SideSpec): Promise<Side> {
  switch (spec.kind) {
    case "folder":
      return sideOf(spec.label, await openFolder(spec.path, spec.label));
    case "file":
      return sideOf(spec.label, await openFile(spec));
    case "git":
    case "archive":
      throw new Error("not yet");
  }
}

function sideOf(
  label: string,
  opened: Opened,
  dispose: () => Promise<void> = async () => {},
): Side {
  return { ...opened, label, diagnostics: sortDiagnostics(opened.diagnostics), dispose };
}
