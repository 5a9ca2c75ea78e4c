import type { GenerateOptions } from "@berrys/codegen/generate";
import { generate } from "@berrys/codegen/generate";
import { upToDate } from "../tell-up-to-date.ts";
import { withProgress } from "../terminal/progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { findWorkspace } from "../workspace.ts";

export interface GenOptions extends Omit<GenerateOptions, "root"> {
  readonly watch?: boolean;
}

/** `berrys gen`: exit 0 in date or written, 1 stale or edited by hand, 2 broken contracts. */
export async function gen(terminal: Terminal, { watch, ...options }: GenOptions): Promise<number> {
  const root = findWorkspace(terminal.cwd);
  if (watch) {
    const { watchContracts } = await import("../watch-contracts.ts");
    return watchContracts(terminal, root, () => generateOnce(terminal, { ...options, root }));
  }
  return generateOnce(terminal, { ...options, root });
}

/** One run and its report. */
export async function generateOnce(terminal: Terminal, options: GenerateOptions): Promise<number> {
  const started = performance.now();
  const result = await withProgress(terminal, "generating", () => generate(options));
  if (result.status === "unchanged" && result.diagnostics.length === 0 && !terminal.json) {
    terminal.info(upToDate(result.total, result.output));
    return 0;
  }
  const { reportGeneration } = await import("../report-generation.ts");
  return reportGeneration(terminal, {
    root: options.root,
    result,
    ms: performance.now() - started,
  });
}
