import { join } from "node:path";
import type { OutputFile } from "../emit/output.ts";
import { generatorStamp, generatorTools, readStamp } from "./generator.ts";
import { hashOf } from "./hash.ts";
import type { Manifest } from "./manifest.ts";
import { readOptional } from "./read-optional.ts";
import { sameRecord, settingsName } from "./up-to-date.ts";

export interface ReuseOptions {
  readonly root: string;
  readonly manifest: Manifest | null;
  /** Hashes of the inputs of this run. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * The protobuf-es code that lies on disk, where nothing it was made from has changed since; null where it has to be
 * made anew. The plugin that makes it is the slowest part of a run.
 */
export function reuseProto(options: ReuseOptions): readonly OutputFile[] | null {
  const { root, manifest, inputs } = options;
  if (manifest === null || !sameRecord(manifest.tools, generatorTools())) return null;
  if (readStamp(root) !== generatorStamp()) return null;
  const isSame = Object.keys({ ...manifest.inputs, ...inputs })
    .filter(mayShapeProto)
    .every((path) => manifest.inputs[path] === inputs[path]);
  if (!isSame) return null;
  const files: OutputFile[] = [];
  for (const [path, { hash, origins }] of Object.entries(manifest.outputs)) {
    if (!path.endsWith("_pb.ts")) continue;
    const bytes = readOptional(join(root, manifest.output, path));
    if (bytes === null || hashOf(bytes) !== hash) return null;
    files.push({ path, content: bytes.toString("utf8"), origins });
  }
  return files.length === 0 ? null : files;
}

/** Proto files, settings of buf, folders of proto files, and our own settings; all but the documents of the other kinds. */
function mayShapeProto(path: string): boolean {
  return (
    path === settingsName || /(?:^|\/)buf\.[a-z.]+$/.test(path) || !/\.(?:ya?ml|json)$/.test(path)
  );
}
