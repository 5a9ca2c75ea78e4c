import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type LoadedModel, loadModel } from "../../load-model.ts";

/** Files of a workspace by path. */
export type Files = Readonly<Record<string, string>>;

/** Writes a workspace into a temporary folder, loads it, and removes it again. */
export async function loadFiles(files: Files): Promise<LoadedModel> {
  const root = mkdtempSync(join(tmpdir(), "berrys-load-"));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    return await loadModel(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** `file:line:column code message` of every finding. */
export function lines({ diagnostics }: LoadedModel): readonly string[] {
  return diagnostics.map(({ span, code, message }) => {
    const place = span === null ? "" : `${span.file}:${span.line}:${span.column} `;
    return `${place}${code} ${message}`;
  });
}

/** The findings of a workspace that should have a model, and the model. */
export async function modelOf(files: Files) {
  const loaded = await loadFiles(files);
  if (loaded.model === null) throw new Error(lines(loaded).join("\n"));
  return { ...loaded, model: loaded.model };
}
