import type { Authorship, GroupPlace, Letter, LetterBox } from "../transports/queue-admin.ts";
import type { LetterFilter } from "./filter.ts";
import { createPace } from "./pace.ts";
import { createRamp, type RampOptions } from "./ramp.ts";
import { endsOf, lettersOf } from "./walk.ts";

export interface ReplayOptions extends Authorship {
  readonly places: readonly GroupPlace[];
  readonly filter: LetterFilter;
  /** Letters a second; absent: as fast as they go. */
  readonly rate?: number;
  /** Starts with one, doubles while replayed letters are handled, and ends where they die again. */
  readonly ramp?: RampOptions;
  /** Moves nothing. */
  readonly dryRun?: boolean;
  /** Letters at the most. */
  readonly limit?: number;
  /** Ends the run between two letters. */
  readonly signal?: AbortSignal;
  /** Told about every letter that was moved, or that a dry run would move. */
  readonly onMoved?: (letter: Letter) => void;
}

/** What a run did. */
export interface ReplayReport {
  /** Letters on their way to their group; in a dry run, those that would be. */
  readonly moved: number;
  /** Letters that somebody else had moved or thrown away meanwhile. */
  readonly gone: number;
  /** With `ramp`: replayed letters that died again. */
  readonly failed: number;
  /** Why it ended. `failing`: replayed letters died again; `unattended`: nobody took them. */
  readonly end: "done" | "limit" | "aborted" | "failing" | "unattended";
}

/**
 * Sends dead letters once more, to their groups alone, in the order in which they died. Letters that die while it runs
 * are not met again. Each move is atomic: after a crash the same call goes on with what is left, and two at once share
 * the letters between them.
 */
export async function replayLetters(box: LetterBox, options: ReplayOptions): Promise<ReplayReport> {
  const { places, filter, limit = Number.POSITIVE_INFINITY, signal } = options;
  const ends = await endsOf(box, places);
  const pace = createPace(options.rate ?? Number.POSITIVE_INFINITY);
  const ramp = options.ramp === undefined ? null : createRamp(box, ends, options.ramp);
  const { by, why, run } = options;
  let moved = 0;
  let gone = 0;
  const report = (end: ReplayReport["end"]): ReplayReport => ({
    moved,
    gone,
    failed: ramp?.failed() ?? 0,
    end,
  });
  for await (const letter of lettersOf(box, places, filter, ends)) {
    if (signal?.aborted) return report("aborted");
    if (moved >= limit) return report("limit");
    if (options.dryRun) {
      moved++;
      options.onMoved?.(letter);
      continue;
    }
    await pace(signal);
    const entry = await box.move(letter, { kind: "replay" }, { by, why, run });
    if (entry === null) {
      gone++;
      continue;
    }
    moved++;
    options.onMoved?.(letter);
    const verdict = await ramp?.moved(letter, entry);
    if (verdict === "failing" || verdict === "unattended") return report(verdict);
  }
  const verdict = options.dryRun ? undefined : await ramp?.finish();
  return report(verdict === "failing" || verdict === "unattended" ? verdict : "done");
}
