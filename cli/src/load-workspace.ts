import type { Diagnostic } from "@berrys/codegen/diagnostics/diagnostic";
import type { Config } from "@berrys/codegen/load/config";
import { loadModel } from "@berrys/codegen/load-model";
import type { Model, Origin } from "@berrys/codegen/model/model";
import { jsonDiagnostic, printDiagnostics } from "./print-diagnostics.ts";
import { withProgress } from "./terminal/progress.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { findWorkspace } from "./workspace.ts";

/** A workspace whose contracts have no errors. */
export interface LoadedWorkspace {
  readonly root: string;
  readonly model: Model;
  readonly config: Config;
  /** Warnings and below. */
  readonly diagnostics: readonly Diagnostic[];
  /** `path:line:column` of a node. */
  readonly location: (origin: Origin) => string;
}

/** Loads the contracts around `terminal.cwd` and reports what is wrong with them; null where they have errors. */
export async function loadWorkspace(terminal: Terminal): Promise<LoadedWorkspace | null> {
  const root = findWorkspace(terminal.cwd);
  const loaded = await withProgress(terminal, "reading contracts", () => loadModel(root));
  const { model, config, diagnostics, sources } = loaded;
  if (model === null || config === null) {
    if (terminal.json) terminal.dataJson(failure(diagnostics));
    else await printDiagnostics(terminal, root, diagnostics);
    return null;
  }
  if (!terminal.json) await printDiagnostics(terminal, root, diagnostics);
  const location = (origin: Origin) => {
    const span = sources.spanOf(origin);
    return span === null ? origin.file : `${span.file}:${span.line}:${span.column}`;
  };
  return { root, model, config, diagnostics, location };
}

/** The first error, as every failure prints, and all findings. */
function failure(diagnostics: readonly Diagnostic[]): object {
  const all = diagnostics.map(jsonDiagnostic);
  const first = all.find(({ severity }) => severity === "error");
  return { ...first, diagnostics: all };
}
