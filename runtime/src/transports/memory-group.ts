import { v7 as uuidv7 } from "uuid";
import { defaultConcurrency, Lanes, type Verdict } from "./lanes.ts";
import { createMemoryLetters, type MemoryLetters, type Replayed } from "./memory-letters.ts";
import { assignOwners } from "./partition.ts";
import { normalRank, rankOf } from "./priority.ts";
import type {
  AuditRecord,
  Authorship,
  GroupState,
  Letter,
  LetterMove,
  LetterPageRequest,
  QueueMember,
} from "./queue-admin.ts";
import { deliver, endsWithin } from "./settle.ts";
import type {
  DeadLetter,
  Outcome,
  OutgoingMessage,
  SubscribeOptions,
  Subscription,
} from "./transport.ts";

/** A consumer group of one channel, inside the process. */
export interface MemoryGroup {
  push(partition: number, message: OutgoingMessage): void;
  /** Messages of a partition that are not done. */
  backlog(partition: number): number;
  join(options: SubscribeOptions): Subscription;
  letters(): readonly Letter[];
  read(request: LetterPageRequest): readonly Letter[];
  /** What goes to the group (empty: nothing); null: the letter was gone. */
  move(letter: DeadLetter, move: LetterMove, authorship: Authorship): string | null;
  /** How many of what `move` returned are not settled. */
  waiting(partition: number, entries: readonly string[]): number;
  /** Lets a halted key go on; false: it was not halted. */
  resume(key: string, authorship: Authorship): boolean;
  audit(): readonly AuditRecord[];
  /** Notes that it was moved to another position. */
  note(authorship: Authorship): void;
  members(): readonly QueueMember[];
  state(partition: number): GroupState;
  /** Replaces everything that it has not done; nobody follows it. */
  restart(partition: number, messages: readonly OutgoingMessage[]): void;
  close(): Promise<void>;
}

interface Item {
  readonly message: OutgoingMessage;
  readonly sentAt: Date;
  readonly replayed: Replayed | null;
  attempts: number;
  /** It has no key and is tried again later. */
  isDelayed: boolean;
}

interface Member {
  readonly id: string;
  readonly options: SubscribeOptions;
  readonly abort: AbortController;
}

interface Partition {
  lanes: Lanes<Item>;
  /** Items that are not settled, in the order in which they came. */
  readonly open: Set<Item>;
  readonly letters: MemoryLetters;
  /** Key → the letter that halted it. */
  readonly halted: Map<string, string>;
  owner: Member | null;
  /** How many owners it has had. */
  epoch: number;
  /** Ends when the partition has changed hands as far as asked so far. */
  moving: Promise<void>;
}

/** How long handlers have to end once they are told to. */
const abortedMs = 100;

export function createMemoryGroup(options: SubscribeOptions): MemoryGroup {
  const { group, channel, kind } = options;
  const members = new Map<string, Member>();

  const createLanes = (partition: () => Partition, index: number): Lanes<Item> =>
    new Lanes<Item>({
      concurrency: options.concurrency ?? defaultConcurrency,
      keyOf: (item) => item.message.key,
      rankOf: (item) => rankOf(item.message),
      run: (item, end) => void run(partition(), index, item).then(end),
    });
  const createPartition = (index: number): Partition => {
    const partition: Partition = {
      lanes: createLanes(() => partition, index),
      open: new Set(),
      letters: createMemoryLetters(index),
      halted: new Map(),
      owner: null,
      epoch: 0,
      moving: Promise.resolve(),
    };
    partition.lanes.pause();
    return partition;
  };

  const run = async (partition: Partition, index: number, item: Item): Promise<Verdict> => {
    const { owner } = partition;
    if (owner === null) return { kind: "again", delayMs: 0 };
    item.attempts++;
    item.isDelayed = false;
    const { id, key, body } = item.message;
    const delivery = { id, channel, partition: index, key, body, attempt: item.attempts };
    const outcome = await new Promise<Outcome>((end) =>
      deliver(owner.options.handle, delivery, owner.abort.signal, end),
    );
    if (outcome.kind === "done") {
      partition.open.delete(item);
      return { kind: "next" };
    }
    if (outcome.uncounted) item.attempts--;
    if (outcome.kind === "retry") {
      item.isDelayed = key === null && outcome.delayMs > 0;
      return { kind: "again", delayMs: outcome.delayMs };
    }
    partition.open.delete(item);
    const letterId = partition.letters.add({
      ...delivery,
      attempt: item.attempts,
      kind,
      group,
      reason: outcome.reason,
      error: outcome.error,
      owner: `${owner.id}/${partition.epoch}`,
      sentAt: item.sentAt.toISOString(),
      replayed: item.replayed,
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
    if (next !== null) partition.epoch++;
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
  const hold = (
    partition: Partition,
    message: OutgoingMessage,
    replayed: Replayed | null = null,
  ): void => {
    const item: Item = { message, sentAt: new Date(), replayed, attempts: 0, isDelayed: false };
    partition.open.add(item);
    if (replayed === null && rankOf(message) >= normalRank) partition.lanes.push(item);
    else partition.lanes.unshift(item);
  };
  const release = (partition: Partition, letter: DeadLetter): void => {
    if (letter.key === null || partition.halted.get(letter.key) !== letter.letterId) return;
    partition.halted.delete(letter.key);
    partition.lanes.resume(letter.key);
  };

  return {
    push: (index, message) => {
      const partition = partitions[index];
      if (partition !== undefined) hold(partition, message);
    },
    backlog: (partition) => partitions[partition]?.lanes.size ?? 0,
    join: (joining) => {
      const member: Member = { id: uuidv7(), options: joining, abort: new AbortController() };
      members.set(member.id, member);
      void rebalance();
      return { stop: (graceMs) => leave(member, graceMs), idleMs: () => 0, stallMs: Infinity };
    },
    letters: () => partitions.flatMap(({ letters }) => letters.all()),
    read: (request) => partitions[request.partition]?.letters.read(request) ?? [],
    move: (letter, move, authorship) => {
      const partition = partitions[letter.partition];
      const taken = partition?.letters.take(letter.letterId, move, authorship) ?? null;
      if (partition === undefined || taken === null) return null;
      const { key, id, body } = taken.letter;
      if (move.kind !== "discard") {
        const sent = move.kind === "edit" ? { id: move.id, body: move.body } : { id, body };
        const message = { kind, channel, partitions: options.partitions, key, ...sent };
        hold(partition, message, taken.replayed);
      }
      release(partition, taken.letter);
      return move.kind === "discard" ? "" : taken.replayed.entry;
    },
    waiting: (index, entries) => {
      const wanted = new Set(entries);
      return [...(partitions[index]?.open ?? [])].filter(
        ({ replayed }) => replayed !== null && wanted.has(replayed.entry),
      ).length;
    },
    resume: (key, authorship) => {
      for (const partition of partitions) {
        const letterId = partition.halted.get(key);
        if (letterId === undefined) continue;
        partition.halted.delete(key);
        partition.lanes.resume(key);
        partition.letters.note({ action: "resume", letterId, messageId: "", ...authorship });
        return true;
      }
      return false;
    },
    audit: () => partitions.flatMap(({ letters }) => letters.audit()),
    note: (authorship) => {
      for (const { letters } of partitions) {
        letters.note({ action: "rewind", letterId: "", messageId: "", ...authorship });
      }
    },
    members: () =>
      [...members.values()].map(({ id }) => ({
        member: id,
        silentMs: 0,
        owns: partitions.flatMap(({ owner }, index) => (owner?.id === id ? [index] : [])),
      })),
    state: (index) => stateOf(group, index, partitions[index]),
    restart: (index, messages) => {
      const partition = partitions[index];
      if (partition === undefined) return;
      partition.lanes = createLanes(() => partition, index);
      partition.lanes.pause();
      for (const key of partition.halted.keys()) partition.lanes.halt(key);
      partition.open.clear();
      for (const message of messages) hold(partition, message);
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

function stateOf(group: string, index: number, partition: Partition | undefined): GroupState {
  const open = [...(partition?.open ?? [])];
  const [first] = open;
  const delayed = open.filter(({ isDelayed }) => isDelayed).length;
  const replaying = open.filter(
    ({ replayed, isDelayed }) => replayed !== null && !isDelayed,
  ).length;
  const size = open.length - replaying - delayed;
  const owner = partition?.owner ?? null;
  return {
    group,
    partition: index,
    unread: owner === null ? size : 0,
    exact: true,
    pending: owner === null ? 0 : size,
    urgent: 0,
    replaying,
    delayed,
    dead: partition?.letters.all().length ?? 0,
    halted: [...(partition?.halted ?? [])].map(([key, letterId]) => ({ key, letterId })),
    owner: owner?.id ?? null,
    epoch: partition?.epoch ?? 0,
    oldestUnsettledAt: first?.sentAt.toISOString() ?? null,
    lagMs: first === undefined ? 0 : Date.now() - first.sentAt.getTime(),
  };
}
