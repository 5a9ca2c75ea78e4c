import { join } from "node:path";
import type { OutputFile } from "../emit/output.ts";
import type { Origin } from "../model/model.ts";
import { hashOf } from "./hash.ts";
import { readOptional } from "./read-optional.ts";

/** Name of the manifest in the output folder. */
export const manifestName = "manifest.json";

/** What a file of the output folder was when it was written. */
export interface ManifestOutput {
  readonly hash: string;
  readonly origins: readonly Origin[];
}

/** What the output folder was made from and by. No clock, no absolute path: the same input gives the same bytes. */
export interface Manifest {
  /** Name and version of the generator and of the generators it drives. */
  readonly tools: Readonly<Record<string, string>>;
  /** Output folder relative to the workspace. */
  readonly output: string;
  /** Contract files, settings and proto folders, relative to the workspace, and their hashes (`load/inputs.ts`). */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, ManifestOutput>>;
}

/** Shape of the file; another one is from another version and counts as none. */
const format = 1;

/** The manifest of an output folder; null where none is, or it is not readable. */
export function readManifest(outputFolder: string): Manifest | null {
  const bytes = readOptional(join(outputFolder, manifestName));
  if (bytes === null) return null;
  try {
    const { version, outputs, ...rest } = JSON.parse(bytes.toString("utf8"));
    if (version !== format) return null;
    return { ...rest, outputs: mapValues(outputs, readOutput) };
  } catch {
    return null;
  }
}

/** The bytes of a manifest: sorted keys, one output a block. */
export function printManifest({ outputs, ...rest }: Manifest): string {
  const printed = {
    version: format,
    tools: sorted(rest.tools),
    output: rest.output,
    inputs: sorted(rest.inputs),
    outputs: sorted(mapValues(outputs, printOutput)),
  };
  return `${JSON.stringify(printed, null, 2)}\n`;
}

/** Entries of `outputs` for emitted files. */
export function manifestOutputs(files: readonly OutputFile[]): Record<string, ManifestOutput> {
  return Object.fromEntries(
    files.map(({ path, content, origins }) => [path, { hash: hashOf(content), origins }]),
  );
}

interface PrintedOutput {
  readonly hash: string;
  readonly origins: readonly string[];
}

function printOutput({ hash, origins }: ManifestOutput): PrintedOutput {
  return { hash, origins: origins.map(({ file, pointer }) => `${file}#${pointer}`) };
}

function readOutput({ hash, origins }: PrintedOutput): ManifestOutput {
  return { hash, origins: origins.map(readOrigin) };
}

function readOrigin(text: string): Origin {
  const at = text.indexOf("#");
  return { file: text.slice(0, at), pointer: text.slice(at + 1) };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
