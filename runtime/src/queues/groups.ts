import { normalizedError } from "../transports/fingerprint.ts";
import type { GroupPlace, LetterBox } from "../transports/queue-admin.ts";
import type { LetterFilter } from "./filter.ts";
import { lettersOf } from "./walk.ts";

/** Dead letters of one service that died of the same. */
export interface LetterGroup {
  readonly fingerprint: string;
  /** The consumer group, a service. */
  readonly group: string;
  readonly reason: string;
  /** The error without numbers, ids and quoted values. */
  readonly error: string;
  readonly count: number;
  /** Message types, sorted. */
  readonly types: readonly string[];
  /** RFC 3339. */
  readonly firstDiedAt: string;
  readonly lastDiedAt: string;
}

/** Groups letters by service and fingerprint, the largest first. */
export async function groupLetters(
  box: LetterBox,
  places: readonly GroupPlace[],
  filter: LetterFilter = {},
): Promise<readonly LetterGroup[]> {
  const found = new Map<string, LetterGroup>();
  for await (const letter of lettersOf(box, places, filter)) {
    const name = `${letter.group} ${letter.fingerprint}`;
    const known = found.get(name);
    const types = new Set(known?.types);
    if (letter.type !== null) types.add(letter.type);
    const { diedAt } = letter;
    found.set(name, {
      fingerprint: letter.fingerprint,
      group: letter.group,
      reason: letter.reason,
      error: normalizedError(letter.error),
      count: (known?.count ?? 0) + 1,
      types: [...types].sort(),
      firstDiedAt: known === undefined || diedAt < known.firstDiedAt ? diedAt : known.firstDiedAt,
      lastDiedAt: known === undefined || diedAt > known.lastDiedAt ? diedAt : known.lastDiedAt,
    });
  }
  return [...found.values()].sort((one, other) => other.count - one.count);
}
