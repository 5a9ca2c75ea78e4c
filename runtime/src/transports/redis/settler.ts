import { isReplyError, type RedisConnection, type RedisScript } from "./connection.ts";
import {
  commitScript,
  deadScript,
  failScript,
  laterScript,
  rolledBack,
} from "./consume-scripts.ts";
import type { Item, Origin } from "./entry.ts";
import { isPassing, pause } from "./errors.ts";
import type { GroupKeys } from "./keys.ts";
import { leaseLost } from "./lease-scripts.ts";
import type { Ledger, LedgerChange } from "./ledger.ts";

export interface SettlerOptions {
  readonly connection: RedisConnection;
  readonly keys: GroupKeys;
  readonly ledger: Ledger<Item>;
  readonly group: string;
  readonly token: string;
  readonly leaseMs: number;
  /** Aborts when the partition is lost: nothing may be written any more. */
  readonly lost: AbortSignal;
  /** When to acknowledge: the same moment for all partitions, so that it leaves in one piece. */
  readonly pace: () => Promise<void>;
  readonly onLost: (reason: string) => void;
  readonly onSettled: (items: readonly Item[]) => void;
  /** The consumer group was gone and was made anew where it was. */
  readonly onAnew: () => void;
}

/** Where and why an item dies. */
export interface Death {
  readonly reason: string;
  readonly error: string;
  /** Key to halt; null: none. */
  readonly halt: string | null;
}

/** Writes the outcome of deliveries under the lease, in batches, until Redis has confirmed. */
export interface Settler {
  /** Acknowledges soon. */
  done(item: Item): void;
  /** Moves an item to the dead letters; resolves once it is there, or the partition is lost. */
  dead(item: Item, death: Death): Promise<void>;
  /** Moves an unkeyed item to those that come again after a delay. */
  later(item: Item, delayMs: number): Promise<void>;
  /** Remembers an item's deliveries, and that the next is due after a delay. */
  failed(items: readonly Item[], delayMs: number): Promise<void>;
  /** Counts a delivery that begins, so that it counts if it ends the process. */
  starts(item: Item): Promise<void>;
  /** Resolves once everything settled is confirmed, or the partition is lost. */
  flushed(): Promise<void>;
}

type Arguments = readonly (string | number)[];

const maxRetryMs = 500;

export function createSettler(options: SettlerOptions): Settler {
  const { connection, keys, ledger, group, token, lost } = options;
  let waiting: Item[] = [];
  let flushing: Promise<void> | null = null;
  let moves = 0;
  /**
   * Writes follow one another. A commit says what changed since the one before, and it moves the position past what a
   * write before it has named: were that not there yet, a process that ends now would leave an entry that nobody knows.
   */
  let last: Promise<unknown> = Promise.resolve();

  const write = async (
    script: RedisScript,
    scriptKeys: readonly string[],
    args: Arguments,
  ): Promise<unknown> => {
    for (let delay = 20; !lost.aborted; delay = Math.min(delay * 2, maxRetryMs)) {
      try {
        return await connection.run(
          script,
          [keys.lease, keys.epoch, ...scriptKeys],
          [token, options.leaseMs, ...args],
        );
      } catch (error) {
        if (isReplyError(error, leaseLost)) options.onLost("another process took it over");
        else if (isReplyError(error, rolledBack)) {
          options.onLost("Redis has forgotten what was settled; some of it comes again");
        } else if (!isPassing(error)) options.onLost(String(error));
        else await pause(delay, lost);
      }
    }
    return null;
  };

  const commit = async (
    items: readonly Item[],
    move: Move | null,
    atOnce = false,
  ): Promise<void> => {
    if (lost.aborted) return;
    for (const item of items) {
      if (item.origin === "stream") ledger.settle(item);
      else item.settled = true;
    }
    const change = ledger.change(atOnce);
    if (change === null && move === null && items.every(({ origin }) => origin === "stream")) {
      options.onSettled(items);
      return;
    }
    const args = [group, ...argumentsOf(change, items), ...(move?.args ?? [])];
    const { stream, state, pending, replay, replayPending, urgent, urgentPending } = keys;
    const anew = await write(
      move?.script ?? commitScript,
      [
        ...[stream, state, pending, replay, replayPending, urgent, urgentPending],
        ...(move?.keys ?? []),
      ],
      args,
    );
    if (lost.aborted) return;
    if (anew === 1) options.onAnew();
    options.onSettled(items);
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn;
    return turn;
  };
  /** Writes down deliveries of entries, each with how many there were. */
  const name = async (
    origin: Origin,
    items: readonly Item[],
    deliveries: (item: Item) => number,
    delayMs: number,
  ): Promise<void> => {
    const some = items.filter((item) => item.origin === origin);
    if (some.length === 0) return;
    const known = some.flatMap((item) => [item.name, deliveries(item)]);
    await write(failScript, [pendingOf(origin, keys)], [delayMs, ...known]);
    for (const item of some) {
      item.recorded = true;
      if (item.pack !== null) item.pack.named = true;
    }
  };

  const flush = async (): Promise<void> => {
    while (waiting.length > 0 && !lost.aborted) {
      await options.pace();
      await inTurn(() => {
        const batch = waiting;
        waiting = [];
        return commit(batch, null);
      });
    }
    flushing = null;
  };

  return {
    done: (item) => {
      waiting.push(item);
      flushing ??= flush();
    },
    dead: (item, { reason, error, halt }) =>
      inTurn(() =>
        commit([item], {
          script: deadScript,
          keys: [streamOf(item.origin, keys), keys.dead, keys.halted],
          args: [reason, error, item.attempts, halt ?? "", item.name, `${token}:${++moves}`],
        }),
      ),
    later: (item, delayMs) =>
      inTurn(() =>
        commit([item], {
          script: laterScript,
          keys: [streamOf(item.origin, keys), keys.retries.due, keys.retries.held],
          args: [delayMs, item.attempts, item.name, `${token}:${++moves}`],
        }),
      ),
    starts: (item) => inTurn(() => name(item.origin, [item], ({ attempts }) => attempts + 1, 0)),
    failed: (items, delayMs) =>
      inTurn(async () => {
        for (const origin of ["stream", "urgent", "replay"] as const)
          await name(origin, items, ({ attempts }) => attempts, delayMs);
        // The rest of its entry need not wait for it.
        if (items.some(({ pack }) => pack !== null)) await commit([], null);
      }),
    flushed: async () => {
      while (flushing !== null) await flushing;
      // What waits for the rest of its packed entry too.
      await inTurn(() => commit([], null, true));
    },
  };
}

/** What a commit does besides. */
interface Move {
  readonly script: RedisScript;
  readonly keys: readonly string[];
  readonly args: Arguments;
}

function argumentsOf(change: LedgerChange | null, items: readonly Item[]): Arguments {
  const remember = change?.remember.flatMap(({ name, attempts }) => [name, attempts]) ?? [];
  const forget = change?.forget.map(({ name }) => name) ?? [];
  const of = (origin: Origin): readonly string[] =>
    items.filter((item) => item.origin === origin).map(({ entry }) => entry);
  const [replay, urgent] = [of("replay"), of("urgent")];
  return [
    ...[change?.offset ?? "", change?.floor ?? "", change?.before ?? ""],
    ...[remember.length, ...remember],
    ...[forget.length, ...forget],
    ...[replay.length, ...replay],
    ...[urgent.length, ...urgent],
  ];
}

/** The stream that an item of this origin lies in. */
export function streamOf(origin: Origin, keys: GroupKeys): string {
  return { stream: keys.stream, urgent: keys.urgent, replay: keys.replay }[origin];
}

/** Where deliveries of its entries are counted. */
export function pendingOf(origin: Origin, keys: GroupKeys): string {
  return {
    stream: keys.pending,
    urgent: keys.urgentPending,
    replay: keys.replayPending,
  }[origin];
}
