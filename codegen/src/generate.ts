import { join } from "node:path";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { EmitterKind } from "./emit/index.ts";
import { apply, writeAtomically } from "./write/apply.ts";
import { readDisk } from "./write/disk.ts";
import { explainStale, type StaleFile } from "./write/explain-stale.ts";
import { generatorStamp, generatorTools, stampPath } from "./write/generator.ts";
import { type Manifest, manifestOutputs } from "./write/manifest.ts";
import { type PlannedFile, plan } from "./write/plan.ts";
import { readOptional } from "./write/read-optional.ts";
import { provenUpToDate } from "./write/up-to-date.ts";

export interface GenerateOptions {
  /** Absolute path of the workspace: the folder of `berrys.yaml`. */
  readonly root: string;
  /** Writes nothing. */
  readonly check?: boolean;
  /** Writes one kind of output. */
  readonly only?: EmitterKind;
  /** Also deletes stale files that were edited, and generated files that the manifest does not know. */
  readonly clean?: boolean;
  /** Overwrites files that were edited by hand. */
  readonly force?: boolean;
}

/**
 * How a run ended. `unchanged`: nothing to do; `written`; `stale`: `check` found differences; `conflict`: files
 * were edited by hand, nothing was written; `invalid`: the contracts have errors, nothing was written.
 */
export type GenerateStatus = "unchanged" | "written" | "stale" | "conflict" | "invalid";

export interface GenerateResult {
  readonly status: GenerateStatus;
  /** Output folder relative to the workspace; empty where the settings are not readable. */
  readonly output: string;
  /** Number of files that were looked at. */
  readonly total: number;
  /** Every file that differs (`check`, `conflict`) or was written, and the contract line behind it. */
  readonly changes: readonly StaleFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Generates the output of a workspace. Mistakes in contracts are diagnostics; a throw is a bug. */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const proven = options.clean ? null : provenUpToDate(options.root);
  if (proven !== null) {
    const total = Object.keys(proven.outputs).length;
    return { status: "unchanged", output: proven.output, total, changes: [], diagnostics: [] };
  }
  const { emitWorkspace } = await import("./emit-workspace.ts");
  const stamp = generatorStamp();
  const [emitted, diagnostics] = await emitWorkspace(options.root);
  if (emitted === null)
    return { status: "invalid", output: "", total: 0, changes: [], diagnostics };
  const { output, files, model, inputs, manifest: before, locate } = emitted;
  const outputFolder = join(options.root, output);
  const manifest: Manifest = {
    tools: generatorTools(),
    output,
    inputs,
    outputs: manifestOutputs(files),
  };
  const all = plan({ ...options, files, manifest: before, disk: readDisk(outputFolder) });
  const planned = all.filter(({ path }) => isKind(path, options.only));
  const changes = explainStale(planned, {
    model,
    changedInputs: changedInputs(before, inputs),
    firstRun: before === null,
    read: (path) => readOptional(join(outputFolder, path))?.toString("utf8") ?? null,
    locate,
  });
  const status = statusOf(options, changes);
  if (!options.check && status !== "conflict") {
    apply(outputFolder, planned, merge({ before, manifest, all, planned }));
    if (stamp !== "" && planned.length === all.length)
      writeAtomically(join(options.root, stampPath), stamp);
  }
  const total = planned.filter(({ action }) => action !== "delete").length;
  return { status, output, total, changes, diagnostics };
}

function statusOf({ check }: GenerateOptions, changes: readonly StaleFile[]): GenerateStatus {
  if (changes.length === 0) return "unchanged";
  if (check) return "stale";
  return changes.some(({ action }) => action === "conflict") ? "conflict" : "written";
}

function isKind(path: string, only: EmitterKind | undefined): boolean {
  if (only === undefined) return true;
  return path.includes("/") ? path.startsWith(`${only}/`) : only === "topology";
}

function changedInputs(
  before: Manifest | null,
  inputs: Readonly<Record<string, string>>,
): ReadonlySet<string> {
  const paths = new Set([...Object.keys(before?.inputs ?? {}), ...Object.keys(inputs)]);
  return new Set([...paths].filter((path) => before?.inputs[path] !== inputs[path]));
}

interface MergeOptions {
  readonly before: Manifest | null;
  readonly manifest: Manifest;
  readonly all: readonly PlannedFile[];
  readonly planned: readonly PlannedFile[];
}

/** The manifest after a run that wrote a part: it must not claim that the rest is in date as well. */
function merge({ before, manifest, all, planned }: MergeOptions): Manifest {
  const written = new Set(planned.map(({ path }) => path));
  const rest = all.filter(({ path, action }) => !written.has(path) && action !== "same");
  if (rest.length === 0) return manifest;
  const outputs = { ...manifest.outputs };
  for (const { path } of rest) {
    const known = before?.outputs[path];
    if (known === undefined) delete outputs[path];
    else outputs[path] = known;
  }
  return { ...manifest, inputs: before?.inputs ?? {}, outputs };
}
