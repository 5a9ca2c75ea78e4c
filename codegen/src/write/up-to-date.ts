import { join } from "node:path";
import { hashInput } from "../load/inputs.ts";
import { generatorStamp, generatorTools, readStamp } from "./generator.ts";
import { hashOf } from "./hash.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { readOptional } from "./read-optional.ts";

/** Name of the settings file; its folder is the workspace. */
export const settingsName = "berrys.yaml";

/**
 * The manifest of a workspace whose output is what a full run would write; null where that is not certain.
 * Reads and hashes files, and loads no parser: this is all that a run with nothing to do costs.
 */
export function provenUpToDate(root: string): Manifest | null {
  const manifest = findManifest(root);
  if (manifest === null) return null;
  const current =
    sameRecord(manifest.tools, generatorTools()) &&
    readStamp(root) === generatorStamp() &&
    inputsUnchanged(root, manifest.inputs) &&
    Object.entries(manifest.outputs).every(
      ([path, { hash }]) => fileHash(join(root, manifest.output, path)) === hash,
    );
  return current ? manifest : null;
}

/** The settings name the output folder, but parsing them costs; a manifest that knows these very settings is the right one. */
function findManifest(root: string): Manifest | null {
  const settings = readOptional(join(root, settingsName));
  if (settings === null) return null;
  const named = settings.toString("utf8").matchAll(/\bdir["']?\s*:\s*["']?([^\s"',}#]+)/g);
  const candidates = new Set([...[...named].map(([, dir]) => dir ?? ""), "generated"]);
  for (const candidate of candidates) {
    const manifest = readManifest(join(root, candidate));
    if (manifest?.inputs[settingsName] === hashOf(settings)) return manifest;
  }
  return null;
}

/** True where every input still has its hash. Most are files; what cannot be read as one may be a folder. */
export function inputsUnchanged(root: string, inputs: Readonly<Record<string, string>>): boolean {
  return Object.entries(inputs).every(
    ([path, hash]) => (fileHash(join(root, path)) ?? hashInput(root, path)) === hash,
  );
}

function fileHash(path: string): string | null {
  const bytes = readOptional(path);
  return bytes === null ? null : hashOf(bytes);
}

/** True where two records hold the same. */
export function sameRecord(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
