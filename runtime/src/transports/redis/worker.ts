import { defaultConcurrency, Lanes, type Verdict } from "../lanes.ts";
import { deliver, endsWithin } from "../settle.ts";
import type { Outcome, SubscribeOptions } from "../transport.ts";
import { isReplyError, type RedisConnection, type RedisScript } from "./connection.ts";
import { type Item, itemsOf, type Origin, undecodable } from "./entry.ts";
import type { GroupKeys } from "./keys.ts";
import { leaseLost, releaseScript, renewScript } from "./lease-scripts.ts";
import { createLedger } from "./ledger.ts";
import type { Settings } from "./options.ts";
import { createPromotion } from "./promotion.ts";
import { type Inheritance, loadBodies, recover, replaysAfter } from "./recovery.ts";
import { createSettler, pendingOf, streamOf } from "./settler.ts";
import { entriesAtOnce, type Note, readCount, type Sleeper } from "./waiter.ts";

export interface WorkerOptions {
  readonly connection: RedisConnection;
  /** When outcomes are written. */
  readonly pace: () => Promise<void>;
  readonly settings: Settings;
  readonly subscription: SubscribeOptions;
  readonly partition: number;
  readonly keys: GroupKeys;
  readonly member: string;
  /** Counts owners of the partition. */
  readonly epoch: number;
  readonly inheritance: Inheritance;
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
  /** What it wants to read from. */
  readonly sleepers: readonly Sleeper[];
  /** Last id up to which everything is settled: where a lost group begins again. */
  settledUntil(): string;
  /** Takes what an earlier owner left and replays; before anything is read. */
  recover(): Promise<void>;
  /** Prolongs the lease, takes replays, sends on what is due. */
  renew(): Promise<void>;
  /** Stops writing at once, because another process may be the owner. */
  abandon(reason: string): void;
  /** Finishes what runs for up to `graceMs`, returns what was not started, gives the lease up. */
  release(graceMs: number): Promise<void>;
  /** Resolves once no handler of this worker runs. */
  settled(): Promise<unknown>;
}

type End = (verdict: Verdict) => void;

/** Keys that could go on: with so many in memory, more messages would only grow old there. */
const maxReady = 128;
/** Messages in memory with their bodies. */
const maxLoaded = 1024;
/** Messages known by id: past this the whole partition waits for its stuck keys. */
const maxHeld = 50_000;
/** From this delivery on a message that may have ended its process runs alone, at the latest. */
const mostSuspectAttempts = 2;
/** How long handlers have to end once they are told to. */
const abortedMs = 100;

export function createWorker(options: WorkerOptions): Worker {
  const { connection, keys, subscription, partition, settings } = options;
  const { group, channel, kind } = subscription;
  const suspectAttempts = Math.min(mostSuspectAttempts, (subscription.attempts ?? 3) - 1);
  const isDangerous = ({ suspect, attempts }: Item): boolean =>
    suspect && attempts >= suspectAttempts;
  const token = `${options.member}/${options.epoch}`;
  const ledger = createLedger<Item>(options.inheritance.offset);
  /** Everything that is not settled. */
  const items = new Set<Item>();
  /** Tells handlers to end. */
  const abort = new AbortController();
  /** Nothing may be written any more. */
  const lost = new AbortController();
  const cursors: Record<Origin, string> = {
    stream: options.inheritance.offset,
    urgent: "0-0",
    replay: "0-0",
  };
  let validUntil = options.validUntil;
  let expiry: NodeJS.Timeout | null = null;
  let replays = 0;
  let loaded = 0;
  /** Entries to ask for at once. */
  let most = readCount;
  let stopping = false;
  let released = false;

  const abandon = (reason: string): void => {
    if (lost.signal.aborted) return;
    if (expiry !== null) clearTimeout(expiry);
    promotion.stop();
    lost.abort();
    abort.abort();
    void lanes.stop();
    options.onLost(reason);
  };
  const settler = createSettler({
    connection,
    keys,
    ledger,
    group,
    token,
    leaseMs: settings.leaseMs,
    lost: lost.signal,
    pace: options.pace,
    onLost: abandon,
    onAnew: () =>
      settings.onWarning(
        `${group} ${channel}/${partition}: the consumer group was gone and was made anew where it was; messages may be lost`,
      ),
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

  const hold = (item: Item): void => {
    items.add(item);
    if (item.origin === "stream") ledger.add(item);
    if (item.origin === "replay") replays++;
    // A stuck key may gather more than memory should hold: its messages are read again when it goes on.
    if (item.key !== null && item.broken === null && lanes.stuck(item.key)) item.body = null;
    else loaded++;
    if (item.origin === "urgent" || (item.origin === "replay" && recovered)) lanes.unshift(item);
    else lanes.push(item, item.delayMs);
    if (item.resume !== null) lanes.resume(item.resume);
  };
  const forget = (item: Item): void => {
    if (!items.delete(item)) return;
    if (item.origin === "replay") replays--;
    dropBody(item);
  };
  const dropBody = (item: Item): void => {
    if (item.body === null) return;
    item.body = null;
    loaded--;
  };
  const unload = (key: string | null): void => {
    if (key === null) return;
    for (const item of lanes.itemsOf(key)) {
      if (!item.started && item.broken === null) dropBody(item);
    }
  };

  /** Reads bodies again, some more of the key at the same time. */
  const load = async (item: Item): Promise<boolean> => {
    const more = item.key === null ? [item] : lanes.itemsOf(item.key).slice(0, 32);
    loaded += await loadBodies(connection, keys, more);
    return item.body !== null;
  };

  const run = (item: Item, end: End): void => {
    if (item.broken !== null) settle(item, undecodable(item.broken), end);
    else if (item.id === "" && item.resume !== null) settle(item, { kind: "done" }, end);
    else if (item.body === null || item.suspect) void prepareAndHandle(item).then(end);
    else handle(item, end);
  };
  const prepareAndHandle = async (item: Item): Promise<Verdict> => {
    const handled = () => new Promise<Verdict>((end) => handle(item, end));
    try {
      // Deleted by somebody: there is nothing to handle any more.
      if (item.body === null && !(await load(item))) {
        settler.done(item);
        return { kind: "next" };
      }
    } catch {
      return { kind: "again", delayMs: 100 };
    }
    // Whatever stands first in its lane when a process ends counts a delivery, up to here. Beyond, it runs alone, and
    // counts because it was started: the neighbours of what ends its process must not die with it.
    if (!isDangerous(item)) return handled();
    await settler.starts(item);
    const verdict = await handled();
    // The next one may end the process: what came through alone must not count as what did.
    await settler.flushed();
    return verdict;
  };
  const handle = (item: Item, end: End): void => {
    if (performance.now() >= validUntil) abandon("its lease ran out");
    if (lost.signal.aborted) {
      end({ kind: "again", delayMs: 0 });
      return;
    }
    item.started = true;
    const { id, key, attempts } = item;
    const delivery = { id, channel, partition, key, body: item.body ?? "", attempt: attempts + 1 };
    deliver(subscription.handle, delivery, abort.signal, (outcome) => {
      if (outcome.kind === "done" || !outcome.uncounted) item.attempts++;
      item.suspect = false;
      settle(item, outcome, end);
    });
  };

  const settle = (item: Item, outcome: Outcome, end: End): void => {
    if (lost.signal.aborted) end({ kind: "again", delayMs: 0 });
    else if (outcome.kind === "done") {
      settler.done(item);
      dropBody(item);
      end({ kind: "next" });
    } else if (outcome.kind === "retry") void again(item, outcome.delayMs).then(end);
    else void die(item, outcome).then(end);
  };

  const again = async (item: Item, delayMs: number): Promise<Verdict> => {
    if (item.key === null && !stopping) {
      await settler.later(item, delayMs);
      if (lost.signal.aborted) return { kind: "again", delayMs: 0 };
      promotion.in(delayMs);
      return { kind: "next" };
    }
    await settler.failed([item], delayMs);
    item.started = false;
    // The lane is stuck only once this has returned.
    setImmediate(() => unload(item.key));
    return { kind: "again", delayMs };
  };

  const die = async (item: Item, outcome: Outcome & { kind: "dead" }): Promise<Verdict> => {
    const { reason, error } = outcome;
    const halt = outcome.haltKey ? item.key : null;
    await settler.dead(item, { reason, error, halt });
    if (lost.signal.aborted) return { kind: "again", delayMs: 0 };
    if (halt === null) return { kind: "next" };
    setImmediate(() => unload(item.key));
    return { kind: "halt" };
  };

  const lanes = new Lanes<Item>({
    concurrency: subscription.concurrency ?? defaultConcurrency,
    keyOf: (item) => item.key,
    rankOf: (item) => item.rank,
    exclusive: isDangerous,
    run,
  });
  let recovered = false;

  const owned = async (script: RedisScript, scriptKeys: readonly string[]): Promise<unknown> => {
    try {
      return await connection.run(
        script,
        [keys.lease, keys.epoch, ...scriptKeys],
        [token, settings.leaseMs],
      );
    } catch (error) {
      if (!released && isReplyError(error, leaseLost)) abandon("another process took it over");
      throw error;
    }
  };

  const take = (origin: Origin, found: readonly Item[]): Note | null => {
    const last = found.at(-1);
    if (lost.signal.aborted || stopping || last === undefined) return null;
    for (const item of found) hold(item);
    cursors[origin] = last.entry;
    return origin === "stream" && recovered ? taken(last.entry) : null;
  };
  /**
   * If we end without a word, the next owner knows what we may have been handling. It leaves before anything is handled,
   * for lanes start in a later turn.
   */
  const taken = (entry: string): Note => ["HSET", keys.state, `taken:${options.epoch}`, entry];
  const sleeper = (origin: "stream" | "urgent"): Sleeper => ({
    stream: streamOf(origin, keys),
    cursor: () => cursors[origin],
    hasRoom: () =>
      !stopping && lanes.ready < maxReady && loaded < maxLoaded && items.size < maxHeld,
    most: () => most,
    take: (entries) => {
      const found = itemsOf(entries, origin);
      most = entriesAtOnce(entries.length, found.length);
      return take(origin, found);
    },
  });
  const sleepers =
    kind === "command" ? [sleeper("urgent"), sleeper("stream")] : [sleeper("stream")];

  const readReplays = async (): Promise<void> => {
    for await (const page of replaysAfter(connection, keys, cursors.replay)) take("replay", page);
  };

  const promotion = createPromotion({
    connection,
    keys,
    urgent: kind === "command",
    maxDelayMs: settings.leaseMs,
    onRetries: readReplays,
  });

  watchLease();
  return {
    partition,
    stream: keys.stream,
    sleepers,
    settledUntil: ledger.floor,
    recover: async () => {
      // Halts first and replays before the rest, so that a replayed message is again the first of its key.
      lanes.pause();
      const halted = (await connection.send(
        keys.halted,
        "HKEYS",
        keys.halted,
      )) as readonly Buffer[];
      const haltedKeys = new Set(halted.map(String));
      for (const key of haltedKeys) lanes.halt(key);
      const counting: Promise<void>[] = [];
      await recover({
        connection,
        keys,
        inheritance: options.inheritance,
        urgent: kind === "command",
        isHalted: (key) => haltedKeys.has(key),
        signal: lost.signal,
        onFound: (found) => {
          const counted = found.filter((one) => one.suspect && one.attempts < suspectAttempts);
          for (const item of counted) item.attempts++;
          if (counted.length > 0) counting.push(settler.failed(counted, 0));
          const origin = found[0]?.origin ?? "stream";
          const before = cursors[origin];
          take(origin, found);
          if (found[0]?.passed === true) cursors.stream = before;
        },
      });
      // Before anything starts: it may end this process too, and would for ever if that did not count.
      await Promise.all(counting);
      recovered = true;
      if (cursors.stream !== options.inheritance.offset) {
        const [name, key, ...args] = taken(cursors.stream);
        await connection.send(key, name, key, ...args);
      }
      lanes.unpause();
      await promotion.now();
    },
    renew: async () => {
      if (released) return;
      const sentAt = performance.now();
      const [waiting, dueInMs] = (await owned(renewScript, [
        keys.replay,
        ...promotion.due,
      ])) as readonly [number, number];
      if (lost.signal.aborted || released) return;
      validUntil = sentAt + settings.leaseMs;
      watchLease();
      if (stopping) return;
      if (waiting > replays) await readReplays();
      if (dueInMs >= 0) promotion.in(dueInMs);
    },
    abandon,
    release: async (graceMs) => {
      stopping = true;
      promotion.stop();
      const left = lanes.stop();
      if (!(await endsWithin(left, graceMs))) {
        abort.abort();
        await endsWithin(left, abortedMs);
      }
      await settler.flushed();
      if (expiry !== null) clearTimeout(expiry);
      released = true;
      const begun = [...items].filter((one) => one.started && !one.settled);
      const of = (origin: Origin): readonly (string | number)[] => {
        const some = begun.filter((one) => one.origin === origin);
        return [
          some.length * 2,
          ...some.flatMap(({ name, attempts }) => [name, String(attempts + 1)]),
        ];
      };
      await connection
        .run(
          releaseScript,
          [
            ...[keys.lease, keys.epoch, keys.state],
            ...(["stream", "urgent", "replay"] as const).map((origin) => pendingOf(origin, keys)),
          ],
          [token, settings.leaseMs, ...of("stream"), ...of("urgent"), ...of("replay")],
        )
        .catch(() => {
          // Then the lease runs out by itself, and what was not started may cost an attempt.
        });
      lost.abort();
    },
    settled: () => lanes.settled(),
  };
}
