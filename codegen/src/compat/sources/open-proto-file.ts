import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { buildImage } from "../../load/buf.ts";
import { moduleFolders } from "../../load/proto.ts";
import { createSources } from "../../load/sources.ts";
import { emptySide, type Opened } from "./opened.ts";

/** Builds one proto file with what it imports: in its buf module, or from the folder that its package starts in. */
export async function openProtoFile(root: string, file: string): Promise<Opened> {
  const sources = createSources(root);
  const module = moduleOf(root, file, sources.text(file) ?? "");
  const input = posix.relative(module, file);
  const folder = modulesOf(root, module).find((path) => isBelow(path, file)) ?? module;
  const [image, diagnostics] = await buildImage(join(root, module), ".", [input]);
  const located = diagnostics.map((diagnostic) =>
    diagnostic.span === null
      ? diagnostic
      : {
          ...diagnostic,
          span: { ...diagnostic.span, file: posix.join(module, diagnostic.span.file) },
        },
  );
  return {
    ...emptySide(root),
    sources,
    proto:
      image === null ? null : { image, files: new Map([[posix.relative(folder, file), file]]) },
    diagnostics: located,
  };
}

/** Folders of the modules of a buf workspace, the innermost first. */
function modulesOf(root: string, module: string): readonly string[] {
  const config = posix.join(module, "buf.yaml");
  if (!existsSync(join(root, config))) return [];
  return moduleFolders(createSources(root), config).toSorted((a, b) => b.length - a.length);
}

function isBelow(folder: string, file: string): boolean {
  return !posix.relative(folder, file).startsWith("..");
}

/** Folder that imports start at, relative to the root; may lead out of it (`../..`). */
function moduleOf(root: string, file: string, text: string): string {
  const folder = posix.dirname(file);
  for (let at = folder, steps = 0; steps < 12; at = posix.join(at, ".."), steps += 1) {
    if (existsSync(join(root, at, "buf.yaml"))) return at;
    if (existsSync(join(root, at, ".git")) || join(root, at) === join(root, at, "..")) break;
  }
  const name = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1];
  const parts = name?.split(".") ?? [];
  const last = posix.basename(join(root, folder));
  const full = join(root, folder).split(/[\\/]/);
  const isPlaced = parts.length > 0 && full.slice(-parts.length).join(".") === name;
  return isPlaced && last !== "" ? posix.join(folder, ...parts.map(() => "..")) : folder;
}
