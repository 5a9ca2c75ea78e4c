import { resolve } from "node:path";
import { checkCompatibility } from "@berrys/codegen/verdict/breaking";
import { withProgress } from "../terminal/progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { printVerdict } from "../verdict/print-verdict.ts";
import { targetOf } from "../verdict/target.ts";
import type { VerdictOptions } from "../verdict/verdict-options.ts";

/** Options of `berrys breaking`. */
export interface BreakingOptions extends VerdictOptions {
  /** Git ref, folder, archive or file; absent: `breaking.against` of berrys.yaml. */
  readonly against?: string;
}

/** `berrys breaking`: exit 0 compatible, 1 breaking, 2 wrong use or unreadable contracts. */
export async function breaking(
  terminal: Terminal,
  target: string | undefined,
  options: BreakingOptions,
): Promise<number> {
  const looked = targetOf(terminal.cwd, target);
  const verdict = await withProgress(terminal, "comparing contracts", () =>
    checkCompatibility({
      cwd: terminal.cwd,
      target: looked,
      against: options.against ?? null,
      config: options.config === undefined ? null : resolve(terminal.cwd, options.config),
      failOn: options.failOn ?? null,
      writeBaseline: options.writeBaseline ?? false,
    }),
  );
  return printVerdict(terminal, verdict, { options, target: looked });
}
