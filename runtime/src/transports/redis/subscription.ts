import type { SubscribeOptions, Subscription } from "../transport.ts";
import type { RedisConnection } from "./connection.ts";
import { groupKeys, membersKey } from "./keys.ts";
import { acquireScript } from "./lease-scripts.ts";
import { createMembers } from "./members.ts";
import type { Settings } from "./options.ts";
import { attemptedOf, type Inheritance } from "./recovery.ts";
import { createRetention } from "./retention.ts";
import { idBefore } from "./stream-id.ts";
import { blockMs } from "./waiter.ts";
import type { Wake } from "./wake.ts";
import { createWorker, type Worker } from "./worker.ts";

export interface RedisSubscriptionOptions {
  readonly control: RedisConnection;
  /** When outcomes are written. */
  readonly pace: () => Promise<void>;
  readonly wake: Wake;
  readonly settings: Settings;
  /** Unique among all subscriptions of all processes. */
  readonly member: string;
  readonly subscription: SubscribeOptions;
}

/** How long a partition's handlers may go on when it should move to another process. */
const handoverMs = 5000;
const trimMs = 5000;

/** One process' part of a group: owns the partitions that fall to it, and follows joins and leaves. */
export async function createRedisSubscription(
  options: RedisSubscriptionOptions,
): Promise<Subscription> {
  const { control, wake, pace, settings, member, subscription } = options;
  const { kind, channel, partitions, group } = subscription;
  const { prefix, leaseMs } = settings;
  const place = { prefix, kind, channel };
  const members = createMembers(control, membersKey(place, group), member, leaseMs);
  const kept = subscription.retentionMs ?? settings.retention.ageMs;
  const ownRetention = { ...settings.retention, ageMs: kept };
  const retention = createRetention(control, { ...settings, retention: ownRetention }, place);
  const workers = new Map<number, Worker>();
  /** Partitions on their way in or out: neither acquired nor released a second time meanwhile. */
  const moving = new Map<number, Promise<void>>();
  /** Where a group that lost its position in Redis begins again. */
  const positions = new Map<number, string>();
  const beatMs = leaseMs / 4;
  let stopping = false;
  let timer: NodeJS.Timeout | null = null;
  let answeredAt = performance.now();
  let trimmedAt = performance.now();

  const move = (partition: number, work: () => Promise<void>): void => {
    const moved = work()
      .catch((error: unknown) => {
        settings.onWarning(`${group} ${channel}/${partition}: ${String(error)}`);
      })
      .finally(() => moving.delete(partition));
    moving.set(partition, moved);
  };

  const acquire = async (partition: number): Promise<void> => {
    const keys = groupKeys({ ...place, partition }, group);
    const sentAt = performance.now();
    const from = positions.get(partition) ?? startOf(subscription.startFrom);
    const got = (await control.run(
      acquireScript,
      [
        ...[keys.lease, keys.epoch, keys.stream, keys.state],
        ...[keys.pending, keys.urgentPending, keys.replayPending],
      ],
      [member, leaseMs, group, from],
    )) as Acquired | null;
    if (got === null) return;
    const [epoch, offset, created] = got;
    if (created === 1 && positions.has(partition)) {
      settings.onWarning(
        `${group} ${channel}/${partition}: the consumer group was gone; messages may be lost`,
      );
    }
    const worker = createWorker({
      connection: control,
      pace,
      settings,
      subscription,
      partition,
      keys,
      member,
      epoch,
      inheritance: inheritanceOf(offset.toString(), got),
      validUntil: sentAt + leaseMs,
      onChange: wake.changed,
      onLost: (reason) => lose(worker, reason),
    });
    workers.set(partition, worker);
    try {
      await worker.recover();
    } catch (error) {
      worker.abandon(String(error));
      return;
    }
    if (workers.get(partition) !== worker || stopping) return;
    for (const sleeper of worker.sleepers) wake.add(sleeper);
  };

  const lose = (worker: Worker, reason: string): void => {
    const { partition } = worker;
    for (const sleeper of worker.sleepers) wake.remove(sleeper);
    if (workers.get(partition) !== worker) return;
    workers.delete(partition);
    positions.set(partition, worker.settledUntil());
    settings.onWarning(`${group} ${channel}/${partition}: lost the partition, ${reason}`);
    // Its handlers may still run: nobody here starts the same messages beside them.
    move(partition, async () => {
      await worker.settled();
    });
  };

  const release = async (worker: Worker, graceMs: number): Promise<void> => {
    for (const sleeper of worker.sleepers) wake.remove(sleeper);
    await worker.release(graceMs);
    if (workers.get(worker.partition) !== worker) return;
    workers.delete(worker.partition);
    positions.set(worker.partition, worker.settledUntil());
  };

  const preferredPartitions = async (): Promise<ReadonlySet<number> | null> => {
    try {
      const preferred = await members.heartbeat(partitions);
      answeredAt = performance.now();
      return preferred;
    } catch {
      // Redis does not answer: leases run out by themselves, and the next beat tries again.
      return null;
    }
  };

  const beat = async (): Promise<void> => {
    // Leases are renewed also where the members cannot be asked: on a cluster another server may have them.
    const preferred = stopping ? null : await preferredPartitions();
    for (let partition = 0; preferred !== null && partition < partitions; partition++) {
      if (stopping || moving.has(partition)) continue;
      const worker = workers.get(partition);
      if (preferred.has(partition) === (worker !== undefined)) continue;
      if (worker === undefined) move(partition, () => acquire(partition));
      else move(partition, () => release(worker, handoverMs));
    }
    await Promise.allSettled([...workers.values()].map((worker) => worker.renew()));
    await trim();
  };

  const trim = async (): Promise<void> => {
    if (performance.now() - trimmedAt < trimMs) return;
    trimmedAt = performance.now();
    await retention.trim([...workers.values()].map(({ stream }) => stream));
  };

  let ended = false;
  let beating: Promise<void> = Promise.resolve();
  const schedule = (): void => {
    timer = setTimeout(() => {
      beating = beat()
        .catch(() => {
          // Trimming can wait for the next beat.
        })
        .finally(() => {
          if (!ended) schedule();
        });
    }, beatMs);
  };

  await control.ready(settings.publishTimeoutMs);
  await members.heartbeat(partitions);
  await beat();
  await Promise.all(moving.values());
  schedule();

  return {
    stop: async (graceMs) => {
      stopping = true;
      await members.leave();
      await beating;
      // Leases are renewed meanwhile: the beat goes on until everything is released.
      await Promise.all(moving.values());
      await Promise.all([...workers.values()].map((worker) => release(worker, graceMs)));
      ended = true;
      if (timer !== null) clearTimeout(timer);
    },
    // A read lasts `blockMs` at most, and leases are asked for several times within `leaseMs`.
    stallMs: Math.max(5 * blockMs, 1.25 * settings.leaseMs),
    idleMs: () => Math.max(wake.idleMs(), performance.now() - answeredAt),
  };
}

/** What `acquireScript` answers. */
type Acquired = readonly [
  epoch: number,
  offset: Buffer,
  created: number,
  clean: number,
  taken: Buffer,
  nowMs: number,
  pending: readonly Buffer[],
  urgentPending: readonly Buffer[],
  replayPending: readonly Buffer[],
];

function inheritanceOf(offset: string, acquired: Acquired): Inheritance {
  const [, , , clean, taken, nowMs, pending, urgentPending, replayPending] = acquired;
  return {
    offset,
    clean: clean === 1,
    taken: taken.toString(),
    nowMs,
    pending: {
      stream: attemptedOf(pending),
      urgent: attemptedOf(urgentPending),
      replay: attemptedOf(replayPending),
    },
  };
}

/** The id after which a group that is new begins. */
function startOf(start: SubscribeOptions["startFrom"]): string {
  if (start === undefined || start === "beginning") return "0";
  return start === "end" ? "$" : idBefore(`${Math.max(0, Math.floor(start))}-0`);
}
