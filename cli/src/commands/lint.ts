import { resolve } from "node:path";
import { checkStyle } from "@berrys/codegen/verdict/lint";
import { withProgress } from "../terminal/progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { printVerdict } from "../verdict/print-verdict.ts";
import { targetOf } from "../verdict/target.ts";
import type { VerdictOptions } from "../verdict/verdict-options.ts";

/** Options of `berrys lint`. */
export interface LintOptions extends VerdictOptions {
  /** Mend what can be mended mechanically. */
  readonly fix?: boolean;
}

/** `berrys lint`: exit 0 clean, 1 mistakes, 2 wrong use or unreadable contracts. */
export async function lint(
  terminal: Terminal,
  target: string | undefined,
  options: LintOptions,
): Promise<number> {
  const looked = targetOf(terminal.cwd, target);
  const verdict = await withProgress(terminal, "checking contracts", () =>
    checkStyle({
      target: looked,
      config: options.config === undefined ? null : resolve(terminal.cwd, options.config),
      failOn: options.failOn ?? null,
      writeBaseline: options.writeBaseline ?? false,
      fix: options.fix ?? false,
    }),
  );
  return printVerdict(terminal, verdict, { options, target: looked });
}
