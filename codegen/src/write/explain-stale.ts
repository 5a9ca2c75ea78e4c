import type { Model, Origin } from "../model/model.ts";
import type { ConflictReason, PlannedFile } from "./plan.ts";

/** A place in a contract; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A file of the output folder that is not what the contracts ask for. */
export interface StaleFile {
  /** Relative to the output folder. */
  readonly path: string;
  readonly action: "create" | "update" | "delete" | "conflict";
  /** One clause: `` `ProjectCreatedData` differs ``. */
  readonly reason: string;
  /** The contract line that made it stale; null where no contract is to blame. */
  readonly place: Place | null;
}

export interface StaleContext {
  readonly model: Model;
  /** Contract files that differ from those of the last run. */
  readonly changedInputs: ReadonlySet<string>;
  /** True where there is no manifest to compare with. */
  readonly firstRun: boolean;
  /** What lies on disk; null: nothing. */
  readonly read: (path: string) => string | null;
  /** Where an origin stands in its file. */
  readonly locate: (origin: Origin) => Place | null;
}

const conflictReasons: Readonly<Record<ConflictReason, string>> = {
  edited: "edited by hand since it was generated",
  "edited-stale": "edited by hand, and no contract asks for it any more",
  foreign: "in the way, and not written by berrys",
};

/** Says of every file that is not the same why it is stale, and which contract line made it so. */
export function explainStale(
  planned: readonly PlannedFile[],
  context: StaleContext,
): readonly StaleFile[] {
  return planned.flatMap((file) => {
    if (file.action === "same") return [];
    return [{ path: file.path, action: file.action, ...explain(file, context) }];
  });
}

function explain(
  file: PlannedFile,
  context: StaleContext,
): { readonly reason: string; readonly place: Place | null } {
  const blamed = file.origins.find(({ file: contract }) => context.changedInputs.has(contract));
  const place = blamed === undefined ? null : context.locate(blamed);
  switch (file.action) {
    case "conflict":
      return { reason: conflictReasons[file.reason], place: null };
    case "delete":
      return { reason: "no contract asks for it any more", place };
    case "create":
      if (blamed === undefined || context.firstRun)
        return { reason: context.firstRun ? "not generated yet" : "missing", place: null };
      return { reason: "new in the contracts", place };
    case "update":
    case "same": {
      const found = firstDifference(context.read(file.path) ?? "", file.content);
      return explainDifference(found, file.origins, context, place);
    }
  }
}

function explainDifference(
  { declaration, property }: Difference,
  origins: readonly Origin[],
  context: StaleContext,
  fallback: Place | null,
) {
  if (context.changedInputs.size === 0)
    return { reason: "this version of berrys writes it differently", place: null };
  if (declaration === null) return { reason: "its contracts changed", place: fallback };
  const reason = `\`${declaration}\` differs`;
  const origin = originOf(declaration, context.model, origins);
  if (origin === null) return { reason, place: fallback };
  const inner =
    property === null
      ? null
      : context.locate({
          ...origin,
          pointer: `${origin.pointer}/properties/${pointerSegment(property)}`,
        });
  return { reason, place: inner ?? context.locate(origin) ?? fallback };
}

interface Difference {
  /** Name of the exported declaration around the first differing line; null: outside of all. */
  readonly declaration: string | null;
  /** Name of the member that stands on the differing line. */
  readonly property: string | null;
}

function firstDifference(before: string, after: string): Difference {
  const old = before.split("\n");
  const lines = after.split("\n");
  let at = lines.findIndex((line, index) => line !== old[index] && !line.startsWith("import "));
  if (at === -1) at = lines.length - 1;
  const property = /^\s+(?:readonly )?["']?([\w$-]+)["']?\??:/.exec(lines[at] ?? "")?.[1] ?? null;
  // A doc comment belongs to the declaration below it.
  while (at < lines.length - 1 && /^(\/\*\*| \*)/.test(lines[at] ?? "")) at += 1;
  for (; at >= 0; at -= 1) {
    const name = /^export (?:const|type|interface|function|enum) ([\p{L}\p{N}_$]+)/u.exec(
      lines[at] ?? "",
    )?.[1];
    if (name !== undefined) return { declaration: name, property };
  }
  return { declaration: null, property: null };
}

/** The contract node behind an emitted name: the node with the longest name that the emitted one is made of. */
function originOf(declaration: string, model: Model, origins: readonly Origin[]): Origin | null {
  const nodes = [
    ...model.schemas,
    ...model.messages,
    ...model.restOperations,
    ...model.rpcServices,
  ];
  const own = new Set(origins.map(({ file, pointer }) => `${file}#${pointer}`));
  let best: { readonly length: number; readonly origin: Origin } | null = null;
  for (const { typeName, origin } of nodes) {
    if (!declaration.toLowerCase().includes(typeName.toLowerCase())) continue;
    const length = typeName.length + (own.has(`${origin.file}#${origin.pointer}`) ? 0.5 : 0);
    if (best === null || length > best.length) best = { length, origin };
  }
  return best?.origin ?? null;
}

function pointerSegment(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}
