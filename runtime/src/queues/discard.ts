import type { Authorship, GroupPlace, Letter, LetterBox } from "../transports/queue-admin.ts";
import type { LetterFilter } from "./filter.ts";
import { endsOf, lettersOf } from "./walk.ts";

export interface DiscardOptions extends Authorship {
  readonly places: readonly GroupPlace[];
  readonly filter: LetterFilter;
  /** Throws nothing away. */
  readonly dryRun?: boolean;
  /** Told about every letter that was thrown away, or that a dry run would throw away. */
  readonly onDiscarded?: (letter: Letter) => void;
}

/** Throws dead letters away for good; keys that they halted go on. Returns how many. */
export async function discardLetters(box: LetterBox, options: DiscardOptions): Promise<number> {
  const { places, filter, by, why, run } = options;
  const ends = await endsOf(box, places);
  let discarded = 0;
  for await (const letter of lettersOf(box, places, filter, ends)) {
    if (!options.dryRun) {
      const entry = await box.move(letter, { kind: "discard" }, { by, why, run });
      if (entry === null) continue;
    }
    discarded++;
    options.onDiscarded?.(letter);
  }
  return discarded;
}
