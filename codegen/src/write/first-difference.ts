/** Where two versions of an emitted file part. */
export interface Difference {
  /** Name of the exported declaration. */
  readonly declaration: string;
  readonly change: "differs" | "is new" | "is gone";
  /** Words of the first lines that differ, comments and strings included; a property among them is what changed. */
  readonly words: readonly string[];
}

/** The first declaration that differs, in the order of the new version; null: the difference is outside of all. */
export function firstDifference(before: string, after: string): Difference | null {
  const old = declarationsOf(before);
  const now = declarationsOf(after);
  for (const [key, lines] of now) {
    const known = old.get(key);
    if (known === undefined) return { declaration: nameOf(key), change: "is new", words: [] };
    if (known.join("\n") === lines.join("\n")) continue;
    return { declaration: nameOf(key), change: "differs", words: differingWords(known, lines) };
  }
  const gone = [...old.keys()].find((key) => !now.has(key));
  return gone === undefined ? null : { declaration: nameOf(gone), change: "is gone", words: [] };
}

/** `interface Order` → its lines. Emitted declarations stand apart by a blank line. */
function declarationsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const block of text.split("\n\n")) {
    const match = /^export (?:async )?(\w+ [\p{L}\p{N}_$]+)/mu.exec(block);
    if (match?.[1] !== undefined) found.set(match[1], block.split("\n"));
  }
  return found;
}

function nameOf(key: string): string {
  return key.slice(key.indexOf(" ") + 1);
}

function differingWords(before: readonly string[], after: readonly string[]): readonly string[] {
  const start = after.findIndex((line, index) => line !== before[index]);
  const from = start === -1 ? after.length - 1 : start;
  // A comment belongs to what is below it.
  let end = from;
  while (end < after.length - 1 && /^\s*(?:\/\*\*|\*)/.test(after[end] ?? "")) end += 1;
  const text = after.slice(from, end + 1).join(" ");
  return [...text.matchAll(/[\p{L}\p{N}_$-]+/gu)].map(([word]) => word);
}
