import type { Origin } from "../model/model.ts";

/** A file an emitter wants on disk. */
export interface OutputFile {
  /** Path relative to the output folder, `/` separators. */
  readonly path: string;
  readonly content: string;
  /** Contracts it came from, sorted; the manifest keeps them so that `--check` can name the line. */
  readonly origins: readonly Origin[];
}

/** Settings of `output` in `berrys.yaml` that change what is emitted. */
export interface EmitOptions {
  /** Extension of relative imports: `.ts` (default; Node's type stripping), `.js` or none. */
  readonly importExtension: ".ts" | ".js" | "";
  /** Module specifier of the runtime; default `@berrys/runtime/v1`. */
  readonly runtime: string;
}
