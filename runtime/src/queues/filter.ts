import type { Letter } from "../transports/queue-admin.ts";

/** What letters have to be; an absent member allows all. */
export interface LetterFilter {
  /** Message types. */
  readonly types?: readonly string[];
  readonly key?: string;
  /** Why it died: `rejected`, `exhausted`, `invalid`, `crashed`, `undecodable`, … */
  readonly reason?: string;
  readonly fingerprint?: string;
  /** Ids of letters or of messages. */
  readonly ids?: readonly string[];
  readonly diedBefore?: Date;
  readonly diedAfter?: Date;
  /** Letters that a run of this name has not replayed: what to go on with after a crash. */
  readonly notOfRun?: string;
}

/** Whether a letter is what the filter asks for. */
export function matches(filter: LetterFilter, letter: Letter): boolean {
  const { types, key, reason, fingerprint, ids, diedBefore, diedAfter, notOfRun } = filter;
  const died = Date.parse(letter.diedAt);
  return (
    (types === undefined || (letter.type !== null && types.includes(letter.type))) &&
    (key === undefined || letter.key === key) &&
    (reason === undefined || letter.reason === reason) &&
    (fingerprint === undefined || letter.fingerprint === fingerprint) &&
    (ids === undefined || ids.includes(letter.letterId) || ids.includes(letter.id)) &&
    (diedBefore === undefined || died < diedBefore.getTime()) &&
    (diedAfter === undefined || died >= diedAfter.getTime()) &&
    (notOfRun === undefined || !letter.history.some(({ run }) => run === notOfRun))
  );
}
