import type { RedisConnection } from "./connection.ts";
import {
  type Item,
  itemOf,
  itemsOf,
  type Known,
  type Origin,
  type ReadEntry,
  unknown,
} from "./entry.ts";
import type { GroupKeys } from "./keys.ts";
import { entryOfName, indexOfName } from "./pack.ts";
import { streamOf } from "./settler.ts";
import { isAfter, laterOf } from "./stream-id.ts";

/** What a new owner learns of the partition. */
export interface Inheritance {
  /** Last id that was settled; what is before it and not settled is in `pending`. */
  readonly offset: string;
  /** The last owner left nothing half done. */
  readonly clean: boolean;
  /** Last id that the last owner had taken up; an empty text: unknown. */
  readonly taken: string;
  /** The server's clock, epoch milliseconds. */
  readonly nowMs: number;
  /** Entry, or place in a packed one (see `packedName`) → deliveries that are over, and from when on it may come again. */
  readonly pending: Readonly<Record<Origin, ReadonlyMap<string, Attempted>>>;
}

export interface Attempted {
  readonly attempts: number;
  /** Epoch milliseconds; 0: at once. */
  readonly dueMs: number;
}

export interface RecoveryOptions {
  readonly connection: RedisConnection;
  readonly keys: GroupKeys;
  readonly inheritance: Inheritance;
  /** Whether the partition has urgent commands. */
  readonly urgent: boolean;
  readonly isHalted: (key: string) => boolean;
  /** Takes what is found, in order: replays, then urgent ones, then the stream. */
  readonly onFound: (items: readonly Item[]) => void;
  readonly signal: AbortSignal;
}

const pageSize = 200;

/** Reads pending hashes as Redis gives them: entry, `deliveries[ due]`. */
export function attemptedOf(reply: readonly Buffer[]): ReadonlyMap<string, Attempted> {
  const found = new Map<string, Attempted>();
  for (let i = 0; i + 1 < reply.length; i += 2) {
    const [attempts, due] = String(reply[i + 1]).split(" ");
    found.set(String(reply[i]), { attempts: Number(attempts), dueMs: Number(due ?? 0) });
  }
  return found;
}

/**
 * Reads what an earlier owner left unsettled. An entry that it may have been handling when it ended counts as
 * delivered once more, since it may be what ended it: of each key that is the first one alone, for the others waited
 * for it.
 */
export async function recover(options: RecoveryOptions): Promise<void> {
  const { inheritance, keys, connection, signal } = options;
  const begun = new Set<string>();
  const known = (name: string, origin: Origin, passed: boolean): Known => {
    const attempted = inheritance.pending[origin].get(name);
    const dueMs = attempted?.dueMs ?? 0;
    return {
      attempts: attempted?.attempts ?? 0,
      delayMs: Math.max(0, dueMs - inheritance.nowMs),
      passed,
      recorded: attempted !== undefined,
      suspect: false,
    };
  };
  const mayHaveBegun = (item: Item): boolean => {
    if (inheritance.clean || item.delayMs > 0) return false;
    const { key } = item;
    if (key === null) return true;
    if (options.isHalted(key) || begun.has(key)) return false;
    begun.add(key);
    return true;
  };
  const found = (raw: readonly ReadEntry[], origin: Origin, passed: boolean): void => {
    if (raw.length === 0 || signal.aborted) return;
    const all = itemsOf(raw, origin, (name) => known(name, origin, passed));
    // Of a packed entry that was passed, some are settled.
    const items = passed ? all.filter(({ recorded }) => recorded) : all;
    for (const item of items) item.suspect = mayHaveBegun(item);
    options.onFound(items);
  };

  const sides: readonly Origin[] = options.urgent ? ["replay", "urgent"] : ["replay"];
  for (const origin of sides) {
    for await (const page of pagesAfter(connection, streamOf(origin, keys), "0-0", null)) {
      found(page, origin, false);
    }
  }
  for await (const page of namedEntries(options)) found(page, "stream", true);
  const until = lastKnown(inheritance);
  if (until === inheritance.offset) return;
  for await (const page of pagesAfter(connection, keys.stream, inheritance.offset, until)) {
    found(page, "stream", false);
  }
}

/** The last entry after the offset that was taken up or is known to have failed; none: the offset. */
function lastKnown({ offset, clean, taken, pending }: Inheritance): string {
  let last = clean || taken === "" ? offset : laterOf(taken, offset);
  for (const name of pending.stream.keys()) last = laterOf(entryOfName(name), last);
  return last;
}

/** Entries up to the offset that are not settled. */
async function* namedEntries(options: RecoveryOptions): AsyncGenerator<readonly ReadEntry[]> {
  const { connection, keys, inheritance, signal } = options;
  const names = Map.groupBy(inheritance.pending.stream.keys(), entryOfName);
  const entries = [...names.keys()]
    .filter((entry) => !isAfter(entry, inheritance.offset))
    .sort((a, b) => (isAfter(a, b) ? 1 : -1));
  for (let i = 0; i < entries.length && !signal.aborted; i += pageSize) {
    const some = entries.slice(i, i + pageSize);
    const page = (await Promise.all(
      some.map((entry) =>
        connection.ask("text", keys.stream, "XRANGE", [keys.stream, entry, entry]),
      ),
    )) as readonly (readonly ReadEntry[])[];
    const gone = some
      .filter((_, index) => page[index]?.length === 0)
      .flatMap((entry) => names.get(entry) ?? []);
    // Deleted by somebody: there is nothing to handle any more.
    if (gone.length > 0) await connection.send(keys.pending, "HDEL", keys.pending, ...gone);
    yield page.flat();
  }
}

/** Entries after an id, up to another one or all. */
async function* pagesAfter(
  connection: RedisConnection,
  stream: string,
  after: string,
  until: string | null,
): AsyncGenerator<readonly ReadEntry[]> {
  for (let from = after; ; ) {
    const range = [stream, `(${from}`, until ?? "+", "COUNT", pageSize];
    const page = (await connection.ask("text", stream, "XRANGE", range)) as readonly ReadEntry[];
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    [from] = last;
  }
}

/** Replays after an id, with the deliveries that they had before a delay. */
export async function* replaysAfter(
  connection: RedisConnection,
  { replay, replayPending }: GroupKeys,
  after: string,
): AsyncGenerator<readonly Item[]> {
  for await (const page of pagesAfter(connection, replay, after, null)) {
    if (page.length === 0) return;
    const entries = page.map(([entry]) => entry);
    const counted = (await connection.send(
      replayPending,
      "HMGET",
      replayPending,
      ...entries,
    )) as readonly (Buffer | null)[];
    yield page.map((raw, index) => {
      const attempts = Number.parseInt(String(counted[index] ?? 0), 10);
      return itemOf(raw, "replay", { ...unknown, attempts });
    });
  }
}

/** Reads the bodies of items that are held by id alone; returns how many were still there. */
export async function loadBodies(
  connection: RedisConnection,
  keys: GroupKeys,
  items: readonly Item[],
): Promise<number> {
  const wanted = items.filter(({ body }) => body === null);
  const read = await Promise.all(
    wanted.map(({ origin, entry }) => {
      const stream = streamOf(origin, keys);
      return connection.ask("text", stream, "XRANGE", [stream, entry, entry]);
    }),
  );
  let count = 0;
  for (const [index, item] of wanted.entries()) {
    const [raw] = (read[index] ?? []) as readonly ReadEntry[];
    if (item.body !== null || raw === undefined) continue;
    const found = itemsOf([raw], item.origin)[indexOfName(item.name)];
    if (found === undefined) continue;
    item.body = found.body;
    count++;
  }
  return count;
}
