import type { SubscribeOptions, Subscription } from "../transport.ts";
import type { RedisConnection } from "./connection.ts";
import { trimScript } from "./consume-scripts.ts";
import { groupKeys, membersKey } from "./keys.ts";
import { acquireScript } from "./lease-scripts.ts";
import { createMembers } from "./members.ts";
import type { Settings } from "./options.ts";
import type { Wake } from "./wake.ts";
import { createWorker, type Worker } from "./worker.ts";

export interface RedisSubscriptionOptions {
  readonly control: RedisConnection;
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
  const { control, wake, settings, member, subscription } = options;
  const { kind, channel, partitions, group } = subscription;
  const { prefix, leaseMs } = settings;
  const place = { prefix, kind, channel };
  const members = createMembers(control, membersKey(place, group), member, leaseMs);
  const workers = new Map<number, Worker>();
  /** Partitions on their way in or out: neither acquired nor released a second time meanwhile. */
  const moving = new Map<number, Promise<void>>();
  /** Where a group that lost its position in Redis begins again. */
  const positions = new Map<number, string>();
  const beatMs = leaseMs / 4;
  let stopping = false;
  let timer: NodeJS.Timeout | null = null;
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
    const from = positions.get(partition) ?? "0";
    const got = (await control.run(
      acquireScript,
      [keys.lease, keys.epoch, keys.stream, keys.replay],
      [member, leaseMs, group, from],
    )) as readonly [number, Buffer, number] | null;
    if (got === null) return;
    const [epoch, cursor, created] = got;
    if (created === 1 && from !== "0") {
      settings.onWarning(
        `${group} ${channel}/${partition}: the consumer group was gone; messages may be lost`,
      );
    }
    const worker = createWorker({
      connection: control,
      settings,
      subscription,
      partition,
      keys,
      token: `${member}/${epoch}`,
      cursor: cursor.toString(),
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
    if (workers.get(partition) === worker && !stopping) wake.add(worker);
  };

  const lose = (worker: Worker, reason: string): void => {
    const { partition } = worker;
    wake.remove(worker);
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
    wake.remove(worker);
    await worker.release(graceMs);
    if (workers.get(worker.partition) !== worker) return;
    workers.delete(worker.partition);
    positions.set(worker.partition, worker.settledUntil());
  };

  const beat = async (): Promise<void> => {
    const preferred = stopping ? null : await members.heartbeat(partitions);
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
    const { ageMs, messages } = settings.retention;
    const oldest = `${Math.max(0, Date.now() - ageMs)}-0`;
    const owned = [...workers.values()];
    await Promise.all(
      owned.map(({ stream }) => control.run(trimScript, [stream], [group, oldest, messages])),
    );
  };

  let ended = false;
  let beating: Promise<void> = Promise.resolve();
  const schedule = (): void => {
    timer = setTimeout(() => {
      beating = beat()
        .catch(() => {
          // Redis does not answer: leases run out by themselves, and the next beat tries again.
        })
        .finally(() => {
          if (!ended) schedule();
        });
    }, beatMs);
  };

  await control.ready(settings.publishTimeoutMs);
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
    idleMs: wake.idleMs,
  };
}
