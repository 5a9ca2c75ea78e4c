import type { Model, Origin } from "../model/model.ts";
import { firstDifference } from "./first-difference.ts";
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
  const place = blamed === undefined ? null : placeOf(blamed, context);
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
    case "same":
      return explainUpdate(file, context, place);
  }
}

function explainUpdate(
  file: PlannedFile & { readonly content: string },
  context: StaleContext,
  fallback: Place | null,
): { readonly reason: string; readonly place: Place | null } {
  if (context.changedInputs.size === 0)
    return { reason: "this version of berrys writes it differently", place: null };
  const difference = firstDifference(context.read(file.path) ?? "", file.content);
  if (difference === null) return { reason: "its contracts changed", place: fallback };
  const { declaration, change, words } = difference;
  const reason = `\`${declaration}\` ${change}`;
  const node = nodeOf(declaration, context.model, file.origins);
  if (node === null) return { reason, place: fallback };
  const place = placeOf(propertyAmong(words, node) ?? node.origin, context);
  return { reason, place: place ?? fallback };
}

type NamedNode = Model["schemas" | "messages" | "restOperations" | "rpcServices"][number];

/** The contract node behind an emitted name: the node with the longest name that the emitted one is made of. */
function nodeOf(declaration: string, model: Model, origins: readonly Origin[]): NamedNode | null {
  const nodes = [
    ...model.schemas,
    ...model.messages,
    ...model.restOperations,
    ...model.rpcServices,
  ];
  const own = new Set(origins.map(({ file, pointer }) => `${file}#${pointer}`));
  let best: { readonly length: number; readonly node: NamedNode } | null = null;
  for (const node of nodes) {
    const { typeName, origin } = node;
    if (!declaration.toLowerCase().includes(typeName.toLowerCase())) continue;
    const length = typeName.length + (own.has(`${origin.file}#${origin.pointer}`) ? 0.5 : 0);
    if (best === null || length > best.length) best = { length, node };
  }
  return best?.node ?? null;
}

/** The place of the property that the words speak of; null: of none. */
function propertyAmong(words: readonly string[], node: NamedNode): Origin | null {
  if (node.kind !== "schema" || typeof node.schema === "boolean") return null;
  const properties = node.schema.properties ?? {};
  const name = words.find((word) => Object.hasOwn(properties, word));
  if (name === undefined) return null;
  const segment = name.replaceAll("~", "~0").replaceAll("/", "~1");
  return { ...node.origin, pointer: `${node.origin.pointer}/properties/${segment}` };
}

function placeOf(origin: Origin, { locate }: StaleContext): Place | null {
  const found = locate(origin);
  return found === null ? null : { file: found.file, line: found.line, column: found.column };
}
