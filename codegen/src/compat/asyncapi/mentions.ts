import type { ContractTree } from "../tree.ts";

/** True where a word stands anywhere in the files of a document: most documents need no search for what they never name. */
export function mentions({ sources }: ContractTree, word: string): boolean {
  return sources.files().some((file) => {
    const text = sources.text(file) ?? "";
    // A document that was made from a value has no text.
    const written = text === "" ? JSON.stringify(sources.document(file)?.value ?? null) : text;
    return written.includes(word);
  });
}
