import type { Format } from "@berrys/codegen/findings/report/report";

/** Options that `breaking`, `lint` and `check` share. */
export interface VerdictOptions {
  /** Default: text, or json with `--json`. */
  readonly format?: Format;
  /** Least level that fails the run; default: `failOn` of the settings, else error. */
  readonly failOn?: "error" | "warn";
  /** File with the settings instead of the workspace's berrys.yaml. */
  readonly config?: string;
  /** Accepts what is found now: writes the baseline and exits with 0. */
  readonly writeBaseline?: boolean;
}
