import { Lanes, type Verdict } from "../lanes.ts";
import { endsWithin, outcomeOf } from "../settle.ts";
import type { Delivery, Outcome, SubscribeOptions } from "../transport.ts";
import { isReplyError, type RedisConnection } from "./connection.ts";
import { deadScript, failScript, historyScript, readScript } from "./consume-scripts.ts";
import { type Item, itemOf, type RawEntry } from "./entry.ts";
import type { GroupKeys } from "./keys.ts";
import { leaseLost, releaseScript, renewScript } from "./lease-scripts.ts";
import type { Settings } from "./options.ts";
import { createSettler } from "./settler.ts";
import { idBefore, laterOf } from "./stream-id.ts";

export interface WorkerOptions {
  readonly connection: RedisConnection;
  readonly settings: Settings;
  readonly subscription: SubscribeOptions;
  readonly partition: number;
  readonly keys: GroupKeys;
  /** `<member>/<epoch>` */
  readonly token: string;
  /** Last id that the group has read. */
  readonly cursor: string;
  /** `performance.now()` at which the lease ends unless renewed. */
  readonly validUntil: number;
  /** There may be room or work again. */
  readonly onChange: () => void;
  /** The partition is no longer ours. */
  readonly onLost: (reason: string) => void;
}

/** The owner of one partition of a group, from acquiring the lease to giving it up. */
export interface Worker {
  readonly partition: number;
  readonly stream: string;
  /** Last id read. */
  cursor(): string;
  /** Last id up to which everything is settled: where a lost group begins again. */
  settledUntil(): string;
  hasRoom(): boolean;
  /** Takes what an earlier owner left and replays; before any `read`. */
  recover(): Promise<void>;
  /** Reads new entries; true: there may be more. */
  read(): Promise<boolean>;
  /** Prolongs the lease and takes replays. */
  renew(): Promise<void>;
  /** Stops writing at once, because another process may be the owner. */
  abandon(reason: string): void;
  /** Finishes what runs for up to `graceMs`, returns what was not started, gives the lease up. */
  release(graceMs: number): Promise<void>;
  /** Resolves once no handler of this worker runs. */
  settled(): Promise<unknown>;
}

const readCount = 100;
/** Messages in memory with their bodies. */
const maxLoaded = 512;
/** Messages known by id: past this the whole partition waits for its stuck keys. */
const maxHeld = 50_000;
/** From this delivery on a message that may have ended its process runs alone. */
const suspectAttempts = 2;
const defaultConcurrency = 16;
/** How long handlers have to end once they are told to. */
const abortedMs = 100;

export function createWorker(options: WorkerOptions): Worker {
  const { connection, keys, subscription, partition, token, settings } = options;
  const { group, channel } = subscription;
  const consumer = `p${partition}`;
  const items = new Map<string, Item>();
  /** Tells handlers to end. */
  const abort = new AbortController();
  /** Nothing may be written any more. */
  const lost = new AbortController();
  let validUntil = options.validUntil;
  let expiry: NodeJS.Timeout | null = null;
  const cursors = { stream: options.cursor, replay: "0" };
  /** A read whose answer was lost has moved the group's position past what we know. */
  const uncertain = { stream: false, replay: false };
  let loaded = 0;
  let stopping = false;
  let released = false;

  const abandon = (reason: string): void => {
    if (lost.signal.aborted) return;
    if (expiry !== null) clearTimeout(expiry);
    lost.abort();
    abort.abort();
    void lanes.stop();
    options.onLost(reason);
  };
  const settler = createSettler({
    connection,
    keys,
    group,
    token,
    lost: lost.signal,
    onLost: abandon,
    onSettled: (settled) => {
      for (const item of settled) forget(item);
      options.onChange();
    },
  });
  const watchLease = (): void => {
    if (expiry !== null) clearTimeout(expiry);
    expiry = setTimeout(
      () => abandon("its lease ran out"),
      Math.max(0, validUntil - performance.now()),
    );
  };

  const hold = (item: Item, front: boolean): void => {
    items.set(`${item.origin} ${item.entry}`, item);
    // A stuck key may gather more than memory should hold: its messages are read again when it goes on.
    if (item.key !== null && lanes.stuck(item.key) && item.broken === null) item.body = null;
    else loaded++;
    if (front) lanes.unshift(item);
    else lanes.push(item);
    if (item.resume !== null) lanes.resume(item.resume);
  };
  const forget = (item: Item): void => {
    if (!items.delete(`${item.origin} ${item.entry}`)) return;
    if (item.body !== null) loaded--;
  };
  const unload = (key: string | null): void => {
    if (key === null) return;
    for (const item of lanes.itemsOf(key)) {
      if (item.body === null || item.started || item.broken !== null) continue;
      item.body = null;
      loaded--;
    }
  };

  /** Reads bodies again, some more of the key at the same time. */
  const load = async (item: Item): Promise<boolean> => {
    const more = item.key === null ? [item] : lanes.itemsOf(item.key).slice(0, 32);
    const wanted = more.filter(({ body }) => body === null);
    const read = await Promise.all(
      wanted.map((one) =>
        connection.send(keys.stream, "XRANGE", streamKeyOf(one.origin, keys), one.entry, one.entry),
      ),
    );
    for (const [index, one] of wanted.entries()) {
      const [raw] = (read[index] ?? []) as readonly RawEntry[];
      if (one.body !== null || raw === undefined) continue;
      one.body = itemOf(raw, one.origin, 0, false).body;
      loaded++;
    }
    return item.body !== null;
  };

  const run = async (item: Item): Promise<Verdict> => {
    if (performance.now() >= validUntil) {
      abandon("its lease ran out");
      return { kind: "again", delayMs: 0 };
    }
    if (item.broken !== null) return settle(item, broken(item.broken));
    if (item.id === "" && item.resume !== null) return settle(item, { kind: "done" });
    try {
      // Deleted by somebody: there is nothing to handle any more.
      if (item.body === null && !(await load(item))) return settle(item, { kind: "done" });
    } catch {
      return { kind: "again", delayMs: 100 };
    }
    item.started = true;
    const delivery: Delivery = {
      id: item.id,
      channel,
      partition,
      key: item.key,
      body: item.body ?? "",
      attempt: item.attempts + 1,
    };
    const outcome = await outcomeOf(subscription.handle, delivery, abort.signal);
    if (outcome.kind !== "retry" || !outcome.uncounted) item.attempts++;
    item.suspect = false;
    return settle(item, outcome);
  };

  const settle = async (item: Item, outcome: Outcome): Promise<Verdict> => {
    if (lost.signal.aborted) return { kind: "again", delayMs: 0 };
    if (outcome.kind === "done") {
      settler.done(item);
      return { kind: "next" };
    }
    const stream = streamKeyOf(item.origin, keys);
    const attempts = attemptsKeyOf(item.origin, keys);
    if (outcome.kind === "retry") {
      await settler.write(failScript, [keys.lease, attempts], [item.entry, item.attempts]);
      item.started = false;
      // The lane is stuck only once this has returned.
      setImmediate(() => unload(item.key));
      return { kind: "again", delayMs: outcome.delayMs };
    }
    const halts = outcome.haltKey && item.key !== null;
    await settler.write(
      deadScript,
      [keys.lease, stream, attempts, keys.dead, keys.halted],
      [
        group,
        item.origin === "replay" ? "delete" : "keep",
        item.entry,
        outcome.reason,
        outcome.error,
        item.attempts,
        halts ? (item.key ?? "") : "",
      ],
    );
    if (lost.signal.aborted) return { kind: "again", delayMs: 0 };
    forget(item);
    options.onChange();
    if (!halts) return { kind: "next" };
    setImmediate(() => unload(item.key));
    return { kind: "halt" };
  };

  const lanes = new Lanes<Item>({
    concurrency: subscription.concurrency ?? defaultConcurrency,
    keyOf: (item) => item.key,
    exclusive: (item) => item.suspect && item.attempts >= suspectAttempts,
    run,
  });

  const script = async (
    ...[name, scriptKeys, args]: Parameters<RedisConnection["run"]>
  ): Promise<unknown> => {
    try {
      return await connection.run(name, [keys.lease, ...scriptKeys], [token, ...args]);
    } catch (error) {
      if (released) throw error;
      if (isReplyError(error, leaseLost)) abandon("another process took it over");
      else if (isReplyError(error, "NOGROUP")) abandon("its consumer group is gone");
      throw error;
    }
  };

  const readNew = async (origin: Item["origin"], front: boolean): Promise<number> => {
    if (uncertain[origin]) await readHistory(origin, "fresh", front);
    uncertain[origin] = true;
    const entries = (await script(
      readScript,
      [streamKeyOf(origin, keys)],
      [group, consumer, readCount],
    )) as readonly RawEntry[];
    uncertain[origin] = false;
    return take(
      origin,
      entries.map((raw) => itemOf(raw, origin, 0, false)),
      front,
    );
  };

  /** What was read before, by an earlier owner (`suspect`) or by us without seeing the answer (`fresh`). */
  const readHistory = async (
    origin: Item["origin"],
    how: "suspect" | "fresh",
    front: boolean,
  ): Promise<void> => {
    if (how === "suspect") cursors[origin] = "0";
    for (let count = 1; count > 0 && !lost.signal.aborted; ) {
      const [entries, known] = (await script(
        historyScript,
        [streamKeyOf(origin, keys), attemptsKeyOf(origin, keys)],
        [group, consumer, readCount, cursors[origin], how],
      )) as readonly [readonly RawEntry[], readonly number[]];
      const found = entries.map((raw, index) =>
        itemOf(raw, origin, known[index] ?? 0, how === "suspect"),
      );
      count = take(origin, found, front);
    }
  };

  const take = (origin: Item["origin"], found: readonly Item[], front: boolean): number => {
    if (lost.signal.aborted || stopping) return 0;
    for (const item of found) hold(item, front);
    cursors[origin] = found.at(-1)?.entry ?? cursors[origin];
    return found.length;
  };

  watchLease();
  return {
    partition,
    stream: keys.stream,
    cursor: () => cursors.stream,
    settledUntil: () => {
      for (const { origin, entry } of items.values()) {
        if (origin === "stream") return idBefore(entry);
      }
      return cursors.stream;
    },
    hasRoom: () => !stopping && loaded < maxLoaded && items.size < maxHeld,
    recover: async () => {
      // Halts first and replays before the rest, so that a replayed message is again the first of its key.
      lanes.pause();
      const halted = (await connection.send(
        keys.halted,
        "HKEYS",
        keys.halted,
      )) as readonly Buffer[];
      for (const key of halted) lanes.halt(key.toString());
      await readHistory("replay", "suspect", false);
      while ((await readNew("replay", false)) === readCount);
      await readHistory("stream", "suspect", false);
      cursors.stream = laterOf(cursors.stream, options.cursor);
      lanes.unpause();
    },
    read: async () => (await readNew("stream", false)) === readCount,
    renew: async () => {
      if (released) return;
      const sentAt = performance.now();
      const replays = await script(renewScript, [keys.replay], [settings.leaseMs]);
      if (lost.signal.aborted || released) return;
      validUntil = sentAt + settings.leaseMs;
      watchLease();
      let known = 0;
      for (const { origin } of items.values()) if (origin === "replay") known++;
      if (!stopping && Number(replays) > known) await readNew("replay", true);
    },
    abandon,
    release: async (graceMs) => {
      stopping = true;
      const left = lanes.stop();
      if (!(await endsWithin(left, graceMs))) {
        abort.abort();
        await endsWithin(left, abortedMs);
      }
      await settler.flushed();
      if (expiry !== null) clearTimeout(expiry);
      released = true;
      const unstarted = [...items.values()].filter((one) => !one.started);
      const entries = (origin: Item["origin"]): readonly string[] =>
        unstarted.filter((one) => one.origin === origin).map(({ entry }) => entry);
      const stream = entries("stream");
      await connection
        .run(
          releaseScript,
          [keys.lease, keys.stream, keys.replay],
          [token, group, consumer, stream.length, ...stream, ...entries("replay")],
        )
        .catch(() => {
          // Then the lease runs out by itself, and what was not started costs an attempt.
        });
      lost.abort();
    },
    settled: () => lanes.settled(),
  };
}

function streamKeyOf(origin: Item["origin"], keys: GroupKeys): string {
  return origin === "stream" ? keys.stream : keys.replay;
}

function attemptsKeyOf(origin: Item["origin"], keys: GroupKeys): string {
  return origin === "stream" ? keys.attempts : keys.replayAttempts;
}

function broken(error: string): Outcome {
  return { kind: "dead", reason: "undecodable", error, haltKey: false };
}
