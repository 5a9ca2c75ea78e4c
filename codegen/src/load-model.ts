import { resolve } from "node:path";
import { hasErrors } from "./diagnostics/create.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import type { Config } from "./load/config.ts";
import type { Input } from "./load/inputs.ts";
import { load } from "./load/load.ts";
import type { Sources } from "./load/sources.ts";
import { buildModel } from "./model/build.ts";
import type { Model } from "./model/model.ts";
import { validate } from "./validate/validate.ts";

/** A workspace, read and checked. */
export interface LoadedModel {
  /** Null when the contracts have errors. */
  readonly model: Model | null;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Null when `berrys.yaml` is missing or wrong. */
  readonly config: Config | null;
  /** Every file that was read, sorted, with its hash; `hashInput` tells whether one changed. */
  readonly inputs: readonly Input[];
  /** The buf image (a serialised FileDescriptorSet with source info); null without proto. */
  readonly image: Uint8Array | null;
  readonly sources: Sources;
}

/** Load, model and validate: reads the workspace at `root` and reports everything that is wrong with it at once. */
export async function loadModel(root: string): Promise<LoadedModel> {
  const loaded = await load(resolve(root));
  const { config, sources, inputs } = loaded;
  const found: Diagnostic[] = [...loaded.diagnostics];
  let model: Model | null = null;
  if (config !== null) {
    const built = await buildModel(loaded, config);
    found.push(...built.diagnostics, ...(await validate(loaded, built)));
    model = built.model;
  }
  const diagnostics = sortDiagnostics(found);
  return {
    model: hasErrors(diagnostics) ? null : model,
    diagnostics,
    config,
    inputs,
    image: loaded.proto?.image ?? null,
    sources,
  };
}
