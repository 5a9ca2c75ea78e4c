import { join } from "node:path";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { type EmitterKind, emitters } from "./emit/index.ts";
import type { EmitOptions, OutputFile } from "./emit/output.ts";
import { loadModel } from "./load-model.ts";
import type { Model, Origin } from "./model/model.ts";
import type { Place } from "./write/explain-stale.ts";
import { type Manifest, readManifest } from "./write/manifest.ts";
import { reuseProto } from "./write/reuse-proto.ts";

/** Where emitted code finds the runtime. */
const runtime = "@berrys/runtime/v1";

/** Everything that the contracts of a workspace ask for. */
export interface EmittedWorkspace {
  /** Output folder relative to the workspace. */
  readonly output: string;
  readonly files: readonly OutputFile[];
  readonly model: Model;
  readonly inputs: Readonly<Record<string, string>>;
  /** What the last run left behind; null: nothing. */
  readonly manifest: Manifest | null;
  readonly locate: (origin: Origin) => Place | null;
}

/** Loads and emits a workspace; null together with errors among the diagnostics. */
export async function emitWorkspace(
  root: string,
): Promise<readonly [EmittedWorkspace | null, readonly Diagnostic[]]> {
  const { model, config, image, sources, inputs: read, diagnostics } = await loadModel(root);
  if (model === null || config === null) return [null, diagnostics];
  const output = config.output.dir;
  const inputs = Object.fromEntries(read.map(({ file, sha256 }) => [file, sha256]));
  const manifest = readManifest(join(root, output));
  const options: EmitOptions = { importExtension: config.output.importExtension, runtime };
  const proto = image === null ? [] : reuseProto({ root, manifest, inputs });
  const files = await emit({ model, image: proto === null ? image : null, options });
  const locate = (origin: Origin) => sources.spanOf(origin);
  return [
    { output, files: [...files, ...(proto ?? [])].sort(byPath), model, inputs, manifest, locate },
    diagnostics,
  ];
}

interface EmitInput {
  readonly model: Model;
  /** Null where there are no proto files, or their code is there already. */
  readonly image: Uint8Array | null;
  readonly options: EmitOptions;
}

async function emit({ model, image, options }: EmitInput): Promise<readonly OutputFile[]> {
  const files: OutputFile[] = [];
  for (const kind of Object.keys(emitters) as EmitterKind[])
    files.push(...(await emitters[kind](model, image, options)));
  return files;
}

function byPath(a: OutputFile, b: OutputFile): number {
  return a.path < b.path ? -1 : 1;
}
