import type { GenerateResult, GenerateStatus } from "@berrys/codegen/generate";
import { jsonDiagnostic, printDiagnostics } from "./print-diagnostics.ts";
import { upToDate } from "./tell-up-to-date.ts";
import { count } from "./terminal/plural.ts";
import type { Terminal } from "./terminal/terminal.ts";

export interface GenerationReport {
  readonly root: string;
  readonly result: GenerateResult;
  readonly ms: number;
}

const exitCodes: Readonly<Record<GenerateStatus, number>> = {
  unchanged: 0,
  written: 0,
  stale: 1,
  conflict: 1,
  invalid: 2,
};

/** Tells how a run of `gen` ended and returns the exit code. */
export async function reportGeneration(
  terminal: Terminal,
  { root, result, ms }: GenerationReport,
): Promise<number> {
  const exitCode = exitCodes[result.status];
  if (terminal.json) terminal.dataJson(jsonReport(result));
  else await printReport(terminal, { root, result, ms });
  return exitCode;
}

async function printReport(terminal: Terminal, { root, result, ms }: GenerationReport) {
  await printDiagnostics(terminal, root, result.diagnostics);
  const { status, output, total, changes } = result;
  switch (status) {
    case "invalid":
      return;
    case "unchanged":
      terminal.info(upToDate(total, output));
      return;
    case "written": {
      for (const { action, path } of changes) terminal.detail(`  ${action} ${output}/${path}`);
      terminal.info(`${summary(result)} in \`${output}\` (${seconds(ms)})`);
      return;
    }
    case "stale":
    case "conflict": {
      for (const change of changes)
        if (status === "stale" || change.action === "conflict")
          printStale(terminal, output, change);
      terminal.error(closing(result));
    }
  }
}

function printStale(terminal: Terminal, output: string, change: GenerateResult["changes"][number]) {
  const { place, reason, action, path } = change;
  const { yellow, red } = terminal.colors;
  const at = place === null ? "" : `${place.file}:${place.line}:${place.column} - `;
  const paint = action === "conflict" ? red : yellow;
  terminal.error(`${at}${paint(action)} ${output}/${path}: ${reason}`);
}

function closing({ status, changes }: GenerateResult): string {
  const conflicts = changes.filter(({ action }) => action === "conflict").length;
  if (status === "conflict") {
    const files = count(conflicts, "file");
    return `Nothing was written: ${files} would lose hand-made changes. Move them out of the output folder, or overwrite them with \`berrys gen --force\`.`;
  }
  return `${count(changes.length, "generated file")} ${changes.length === 1 ? "is" : "are"} stale; run \`berrys gen\`.`;
}

function summary({ changes, total }: GenerateResult): string {
  const number = (action: string) => changes.filter((change) => change.action === action).length;
  const parts = [
    [number("create"), "created"],
    [number("update"), "updated"],
    [number("delete"), "deleted"],
  ] as const;
  const told = parts.filter(([many]) => many > 0).map(([many, done]) => `${many} ${done}`);
  const same = total - number("create") - number("update");
  return [...told, ...(same > 0 ? [`${same} unchanged`] : [])].join(", ");
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function jsonReport(result: GenerateResult): object {
  const diagnostics = result.diagnostics.map(jsonDiagnostic);
  const { status, output, total, changes } = result;
  const report = { status, output, total, changes, diagnostics };
  if (exitCodes[status] === 0) return report;
  return { ...failure(result), ...report };
}

function failure(result: GenerateResult) {
  const first = result.diagnostics.find(({ severity }) => severity === "error");
  if (result.status === "invalid" && first !== undefined) return jsonDiagnostic(first);
  const [change] = result.changes;
  const place = change?.place;
  return {
    code: `gen/${result.status}`,
    message: closing(result),
    location: place ? `${place.file}:${place.line}:${place.column}` : null,
    suggestion: result.status === "stale" ? "run `berrys gen`" : "run `berrys gen --force`",
  };
}
