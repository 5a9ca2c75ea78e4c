import { createDiagnostic } from "../diagnostics/create.ts";
import type { Result, Span } from "../diagnostics/diagnostic.ts";
import { parseSource } from "../load/document.ts";
import { isObject, member } from "../load/pointer.ts";
import type { Finding } from "./finding.ts";

/** A command that has findings of its own. */
export type Command = "breaking" | "lint";

/** One finding that was accepted as it is. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly id: string;
  readonly path: string;
  /** For the people who read the file; a run goes by fingerprint alone. */
  readonly message: string;
  /** Place of the entry; null where it is not in a file yet. */
  readonly span: Span | null;
}

/** What was accepted, for one command. A fingerprint that occurs twice covers two findings. */
export type Baseline = readonly BaselineEntry[];

/** Reads one command's part of a baseline file; null text: there is none. */
export function readBaseline(
  file: string,
  text: string | null,
  command: Command,
): Result<Baseline> {
  if (text === null) return [[], []];
  const [document, problems] = parseSource(file, text);
  if (document === null) return [[], problems];
  const items = member(document.value, command) ?? [];
  const pointer = `/${command}`;
  if (!isObject(document.value) || !Array.isArray(items)) return [[], [wrongForm(file, document)]];
  const entries = items.flatMap((item: unknown, index): BaselineEntry[] => {
    const [fingerprint, id, path, message] = ["fingerprint", "id", "path", "message"].map((key) =>
      member(item, key),
    );
    if (typeof fingerprint !== "string" || typeof id !== "string") return [];
    const span = document.spanOf(`${pointer}/${index}`);
    return [{ fingerprint, id, path: String(path ?? ""), message: String(message ?? ""), span }];
  });
  return entries.length === items.length
    ? [entries, []]
    : [[], [wrongForm(file, document, pointer)]];
}

function wrongForm(file: string, document: { spanOf(pointer: string): Span }, pointer = "") {
  return createDiagnostic(
    "baseline/invalid",
    `\`${file}\` must hold lists of \`{ fingerprint, id, path, message }\` under \`breaking\` and \`lint\`.`,
    document.spanOf(pointer),
    { hint: "write it anew with `--write-baseline`" },
  );
}

/**
 * The file after `--write-baseline`: the findings of one command, sorted; the other command's part stays. Notes of level
 * `info` fail nothing and are left out.
 */
export function baselineText(
  old: string | null,
  command: Command,
  findings: readonly Finding[],
): string {
  const accepted = findings.filter(({ level }) => level !== "info");
  const part = (of: Command) =>
    (of === command ? accepted : readBaseline("baseline.json", old, of)[0])
      .map(entryOf)
      .map((entry) => JSON.stringify(entry))
      .sort()
      .map((entry): unknown => JSON.parse(entry));
  const value = { version: 1, breaking: part("breaking"), lint: part("lint") };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Sorted by rule, then path: diffs of the file stay where the change is. */
function entryOf({ id, path, message, fingerprint }: Omit<BaselineEntry, "span">): object {
  return { id, path, message, fingerprint };
}
