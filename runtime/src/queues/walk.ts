import type { GroupPlace, Letter, LetterBox } from "../transports/queue-admin.ts";
import { type LetterFilter, matches } from "./filter.ts";

const pageSize = 200;

/** The last letter of every partition that has one: letters that die later lie behind them. */
export type Ends = ReadonlyMap<string, string>;

/** Where the letters of groups end now. */
export async function endsOf(box: LetterBox, places: readonly GroupPlace[]): Promise<Ends> {
  const ends = new Map<string, string>();
  for (const place of places) {
    for (let partition = 0; partition < place.partitions; partition++) {
      const [last] = await box.read({ ...place, partition, limit: 1, newestFirst: true });
      if (last !== undefined) ends.set(nameOf(place, partition), last.letterId);
    }
  }
  return ends;
}

/**
 * The letters of groups that fit, partition by partition, first to last, page by page. With `ends` those that lie
 * behind them are left out, so that a letter which dies again is not met twice.
 */
export async function* lettersOf(
  box: LetterBox,
  places: readonly GroupPlace[],
  filter: LetterFilter,
  ends?: Ends,
): AsyncGenerator<Letter> {
  for (const place of places) {
    for (let partition = 0; partition < place.partitions; partition++) {
      const until = ends?.get(nameOf(place, partition));
      if (ends !== undefined && until === undefined) continue;
      yield* lettersOfPartition(box, place, partition, filter, until);
    }
  }
}

async function* lettersOfPartition(
  box: LetterBox,
  place: GroupPlace,
  partition: number,
  filter: LetterFilter,
  until: string | undefined,
): AsyncGenerator<Letter> {
  for (let after: string | undefined; ; ) {
    const page = await box.read({
      ...place,
      partition,
      limit: pageSize,
      ...(after === undefined ? null : { after }),
      ...(until === undefined ? null : { until }),
    });
    for (const letter of page) if (matches(filter, letter)) yield letter;
    after = page.at(-1)?.letterId;
    if (page.length < pageSize) return;
  }
}

function nameOf({ kind, channel, group }: GroupPlace, partition: number): string {
  return `${kind} ${channel} ${group} ${partition}`;
}
