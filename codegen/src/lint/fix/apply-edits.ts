import type { Edit } from "../lint-rule.ts";

/**
 * The text with the edits made. Of edits that overlap, or touch where one only inserts, the first in the list wins: the
 * other is for the next pass.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const taken: Edit[] = [];
  for (const edit of edits) {
    if (!taken.some((other) => collides(edit, other))) taken.push(edit);
  }
  return taken
    .sort((a, b) => b.start - a.start)
    .reduce(
      (done, { start, end, text: now }) => done.slice(0, start) + now + done.slice(end),
      text,
    );
}

/** True when the two edits cannot both be made. */
export function collides(a: Edit, b: Edit): boolean {
  if (a.file !== b.file) return false;
  if (a.start === b.start && a.end === b.end) return true;
  return a.start < b.end && b.start < a.end;
}
