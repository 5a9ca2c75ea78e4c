import { v7 as uuidv7 } from "uuid";
import { Lanes, type Verdict } from "./lanes.ts";
import { assignOwners } from "./partition.ts";
import { endsWithin, outcomeOf } from "./settle.ts";
import type { DeadLetter, OutgoingMessage, SubscribeOptions, Subscription } from "./transport.ts";

/** A consumer group of one channel, inside the process. */
export interface MemoryGroup {
  push(partition: number, message: OutgoingMessage): void;
  /** Messages of a partition that are not done. */
  backlog(partition: number): number;
  join(options: SubscribeOptions): Subscription;
  letters(): readonly DeadLetter[];
  replay(letter: DeadLetter): boolean;
  discard(letter: DeadLetter): boolean;
  close(): Promise<void>;
}

interface Item {
  readonly message: OutgoingMessage;
  attempts: number;
}

interface Member {
  readonly id: string;
  readonly options: SubscribeOptions;
  readonly abort: AbortController;
}

interface Partition {
  readonly lanes: Lanes<Item>;
  readonly letters: Map<string, DeadLetter>;
  /** Key → the letter that halted it. */
  readonly halted: Map<string, string>;
  owner: Member | null;
  /** Ends when the partition has changed hands as far as asked so far. */
  moving: Promise<void>;
}

const defaultConcurrency = 16;
/** How long handlers have to end once they are told to. */
const abortedMs = 100;

export function createMemoryGroup(options: SubscribeOptions): MemoryGroup {
  const { group, channel, kind } = options;
  const members = new Map<string, Member>();

  const createPartition = (index: number): Partition => {
    const partition: Partition = {
      lanes: new Lanes<Item>({
        concurrency: options.concurrency ?? defaultConcurrency,
        keyOf: (item) => item.message.key,
        run: (item) => run(partition, index, item),
      }),
      letters: new Map(),
      halted: new Map(),
      owner: null,
      moving: Promise.resolve(),
    };
    partition.lanes.pause();
    return partition;
  };

  const run = async (partition: Partition, index: number, item: Item): Promise<Verdict> => {
    const { owner } = partition;
    if (owner === null) return { kind: "again", delayMs: 0 };
    item.attempts++;
    const { id, key, body } = item.message;
    const delivery = { id, channel, partition: index, key, body, attempt: item.attempts };
    const outcome = await outcomeOf(owner.options.handle, delivery, owner.abort.signal);
    if (outcome.kind === "done") return { kind: "next" };
    if (outcome.kind === "retry") {
      if (outcome.uncounted) item.attempts--;
      return { kind: "again", delayMs: outcome.delayMs };
    }
    const letterId = uuidv7();
    partition.letters.set(letterId, {
      ...delivery,
      letterId,
      kind,
      group,
      reason: outcome.reason,
      error: outcome.error,
      diedAt: new Date().toISOString(),
    });
    if (!outcome.haltKey || key === null) return { kind: "next" };
    partition.halted.set(key, letterId);
    return { kind: "halt" };
  };

  const partitions = Array.from({ length: options.partitions }, (_, index) =>
    createPartition(index),
  );

  /** The old owner finishes what runs before the new one starts anything. */
  const move = async (partition: Partition, index: number): Promise<void> => {
    const owners = assignOwners([...members.keys()], options.partitions, channel);
    const next = members.get(owners[index] ?? "") ?? null;
    if (partition.owner === next) return;
    partition.lanes.pause();
    await partition.lanes.settled();
    partition.owner = next;
    if (next !== null) partition.lanes.unpause();
  };
  const rebalance = (): Promise<unknown> =>
    Promise.all(
      partitions.map((partition, index) => {
        partition.moving = partition.moving.then(() => move(partition, index));
        return partition.moving;
      }),
    );

  const leave = async (member: Member, graceMs: number): Promise<void> => {
    if (!members.delete(member.id)) return;
    if (!(await endsWithin(rebalance(), graceMs))) member.abort.abort();
  };
  const take = (letter: DeadLetter): Partition | null => {
    const partition = partitions[letter.partition];
    return partition?.letters.delete(letter.letterId) ? partition : null;
  };
  const release = (partition: Partition, letter: DeadLetter): void => {
    if (letter.key === null || partition.halted.get(letter.key) !== letter.letterId) return;
    partition.halted.delete(letter.key);
    partition.lanes.resume(letter.key);
  };

  return {
    push: (partition, message) => partitions[partition]?.lanes.push({ message, attempts: 0 }),
    backlog: (partition) => partitions[partition]?.lanes.size ?? 0,
    join: (joining) => {
      const member: Member = { id: uuidv7(), options: joining, abort: new AbortController() };
      members.set(member.id, member);
      void rebalance();
      return { stop: (graceMs) => leave(member, graceMs), idleMs: () => 0 };
    },
    letters: () => partitions.flatMap((partition) => [...partition.letters.values()]),
    replay: (letter) => {
      const partition = take(letter);
      if (partition === null) return false;
      const { id, key, body } = letter;
      const message = { id, kind, channel, partitions: options.partitions, key, body };
      partition.lanes.unshift({ message, attempts: 0 });
      release(partition, letter);
      return true;
    },
    discard: (letter) => {
      const partition = take(letter);
      if (partition === null) return false;
      release(partition, letter);
      return true;
    },
    close: async () => {
      for (const member of members.values()) member.abort.abort();
      members.clear();
      void rebalance();
      const stopped = Promise.all(partitions.map((partition) => partition.lanes.stop()));
      await endsWithin(stopped, abortedMs);
    },
  };
}
