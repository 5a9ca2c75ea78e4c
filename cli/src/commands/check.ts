import { resolve } from "node:path";
import { checkAll } from "@berrys/codegen/verdict/check";
import { withProgress } from "../terminal/progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { printVerdict } from "../verdict/print-verdict.ts";
import { targetOf } from "../verdict/target.ts";
import type { VerdictOptions } from "../verdict/verdict-options.ts";

/** Options of `berrys check`. */
export interface CheckOptions extends Omit<VerdictOptions, "writeBaseline"> {
  /** Git ref, folder, archive; absent: `breaking.against` of berrys.yaml; neither: nothing is compared. */
  readonly against?: string;
}

/** `berrys check`: `gen --check`, `lint` and `breaking` in one pass with one report; exit codes as theirs. */
export async function check(terminal: Terminal, options: CheckOptions): Promise<number> {
  const looked = targetOf(terminal.cwd, undefined);
  const verdict = await withProgress(terminal, "checking", () =>
    checkAll({
      cwd: terminal.cwd,
      target: looked,
      against: options.against ?? null,
      config: options.config === undefined ? null : resolve(terminal.cwd, options.config),
      failOn: options.failOn ?? null,
    }),
  );
  return printVerdict(terminal, verdict, { options, target: looked });
}
