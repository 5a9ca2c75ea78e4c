import type { Model } from "../../model/model.ts";
import { type EmitterKind, emitters } from "../index.ts";
import type { EmitOptions } from "../output.ts";
import { contracts } from "./contracts.ts";
import { protoImage } from "./image.ts";

/** The default settings of `output`. */
export const emitOptions: EmitOptions = { importExtension: ".ts", runtime: "@berrys/runtime/v1" };

/** What one emitter makes of the small platform, changed as asked: path → content. */
export async function emitted(
  kind: EmitterKind,
  changes: Partial<Model> = {},
  options: Partial<EmitOptions> = {},
): Promise<Readonly<Record<string, string>>> {
  const model = { ...contracts, ...changes };
  const files = await emitters[kind](model, protoImage(), { ...emitOptions, ...options });
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}
