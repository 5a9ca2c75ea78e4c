import { v7 as uuidv7 } from "uuid";
import { BerrysError } from "../errors.ts";
import type { Journaled } from "../journal/journal.ts";
import { type DedupeOptions, DedupeWindow, defaultDedupe } from "./dedupe-window.ts";
import { createMemoryAdmin } from "./memory-admin.ts";
import { createMemoryGroup, type MemoryGroup } from "./memory-group.ts";
import { createMemoryJournal } from "./memory-journal.ts";
import { keyOf, partitionOf } from "./partition.ts";
import type { Administered, GroupStart, QueuePlace } from "./queue-admin.ts";
import type {
  DeadLetter,
  DeadLetterStore,
  OutgoingMessage,
  ReplyChannel,
  SubscribeOptions,
  Transport,
} from "./transport.ts";

export interface MemoryTransportOptions {
  readonly dedupe?: DedupeOptions;
  /** Messages of a partition kept for groups that come later; default 10,000. */
  readonly retained?: number;
  /** Messages of a partition that a group may leave undone before publishing is refused; default 100,000. */
  readonly maxBacklog?: number;
}

/** Longest that a timer of Node waits. */
const maxTimerMs = 2_147_483_647;

interface Log {
  readonly seen: DedupeWindow;
  retained: Kept[];
  /** Messages whose time has not come. */
  delayed: number;
}

/** A message that was published. */
interface Kept {
  readonly message: OutgoingMessage;
  readonly at: Date;
}

/** A channel of one kind: what its groups share. */
interface Topic {
  readonly logs: readonly Log[];
  readonly groups: Map<string, MemoryGroup>;
}

/**
 * Messages inside one process, gone with it: the embedded default where there is no Redis, and the reference
 * that the conformance suite holds Redis to. Attempts and dead letters live as long as the process.
 */
export function createMemoryTransport(
  options: MemoryTransportOptions = {},
): Transport & DeadLetterStore & ReplyChannel & Administered & Journaled {
  const retained = options.retained ?? 10_000;
  const maxBacklog = options.maxBacklog ?? 100_000;
  const topics = new Map<string, Topic>();
  const address = `memory:${uuidv7()}`;
  const listeners: ((body: string) => void)[] = [];
  /** Messages that wait for their time. */
  const delayed = new Set<NodeJS.Timeout>();
  let closed = false;

  const topicOf = (kind: string, channel: string, partitions: number): Topic => {
    const name = `${kind} ${channel}`;
    const known = topics.get(name);
    if (known !== undefined) return known;
    const logs = Array.from({ length: partitions }, () => ({
      seen: new DedupeWindow(options.dedupe ?? defaultDedupe),
      retained: [],
      delayed: 0,
    }));
    const topic: Topic = { logs, groups: new Map() };
    topics.set(name, topic);
    return topic;
  };
  const groupOf = (query: {
    readonly kind: string;
    readonly channel: string;
    readonly group: string;
  }) => topics.get(`${query.kind} ${query.channel}`)?.groups.get(query.group);

  const accept = (message: OutgoingMessage): void => {
    const topic = topicOf(message.kind, message.channel, message.partitions);
    const partition = partitionOf(message);
    const log = topic.logs[partition];
    if (log === undefined) throw partitionsDiffer(message, topic.logs.length);
    for (const [name, group] of topic.groups) {
      if (group.backlog(partition) >= maxBacklog) throw backlogFull(message, name, maxBacklog);
    }
    if (!log.seen.add(message.id)) return;
    const { deliverAt = 0 } = message;
    if (deliverAt <= Date.now()) {
      append(topic, log, partition, message);
      return;
    }
    log.delayed++;
    later(() => {
      log.delayed--;
      append(topic, log, partition, message);
    }, deliverAt);
  };
  const append = (topic: Topic, log: Log, partition: number, message: OutgoingMessage): void => {
    log.retained.push({ message, at: new Date() });
    if (log.retained.length > retained * 2) log.retained = log.retained.slice(-retained);
    for (const group of topic.groups.values()) group.push(partition, message);
  };
  const later = (work: () => void, at: number): void => {
    const timer = setTimeout(
      () => {
        delayed.delete(timer);
        if (Date.now() < at) later(work, at);
        else work();
      },
      Math.min(at - Date.now(), maxTimerMs),
    );
    timer.unref();
    delayed.add(timer);
  };

  const settle = (letter: DeadLetter, kind: "replay" | "discard"): boolean =>
    (groupOf(letter)?.move(letter, { kind }, { by: "program", why: "", run: "" }) ?? null) !== null;

  const from = (queue: QueuePlace, start: GroupStart): readonly (readonly OutgoingMessage[])[] =>
    topicOf(queue.kind, queue.channel, queue.partitions).logs.map((log) =>
      keptFrom(log.retained, start),
    );
  const journal = createMemoryJournal();
  const admin = createMemoryAdmin(journal, {
    groups: ({ kind, channel }) => topics.get(`${kind} ${channel}`)?.groups ?? new Map(),
    kept: ({ kind, channel, partitions }, partition) => {
      const log = topicOf(kind, channel, partitions).logs[partition];
      const kept = log?.retained ?? [];
      return { length: kept.length, oldest: kept[0]?.at ?? null, delayed: log?.delayed ?? 0 };
    },
    count: (place, start) => from(place, start).flat().length,
    create: (place, start) => {
      const handle = async () => ({ kind: "done" }) as const;
      const group = createMemoryGroup({ ...place, handle });
      topicOf(place.kind, place.channel, place.partitions).groups.set(place.group, group);
      const messages = from(place, start);
      for (const [partition, some] of messages.entries()) group.restart(partition, some);
      return messages.flat().length;
    },
    restart: (place, start) => {
      for (const [partition, some] of from(place, start).entries()) {
        groupOf(place)?.restart(partition, some);
      }
    },
    forget: (place) => {
      topics.get(`${place.kind} ${place.channel}`)?.groups.delete(place.group);
    },
  });

  return {
    name: "memory",
    admin,
    journal,
    address,
    publish: async (messages) => {
      if (closed) throw new BerrysError("unavailable", "The memory transport is closed");
      for (const message of messages) accept({ ...message, key: keyOf(message) });
    },
    subscribe: async (subscription: SubscribeOptions) => {
      const { kind, channel, partitions, group: name } = subscription;
      const topic = topicOf(kind, channel, partitions);
      let group = topic.groups.get(name);
      if (group === undefined) {
        group = createMemoryGroup(subscription);
        topic.groups.set(name, group);
        for (const [partition, log] of topic.logs.entries()) {
          const messages = keptFrom(log.retained, startOf(subscription.startFrom));
          for (const message of messages) group.push(partition, message);
        }
      }
      return group.join(subscription);
    },
    close: async () => {
      closed = true;
      for (const timer of delayed) clearTimeout(timer);
      const groups = [...topics.values()].flatMap((topic) => [...topic.groups.values()]);
      await Promise.all(groups.map((group) => group.close()));
    },
    list: async (query) => groupOf(query)?.letters() ?? [],
    replay: async (letter) => settle(letter, "replay"),
    discard: async (letter) => settle(letter, "discard"),
    send: async (to, body) => {
      if (to !== address) {
        throw new BerrysError("not_found", `No process listens for replies at \`${to}\``);
      }
      setImmediate(() => {
        for (const listener of listeners) listener(body);
      });
    },
    onReply: (listener) => {
      listeners.push(listener);
    },
  };
}

function startOf(start: SubscribeOptions["startFrom"] = "beginning"): GroupStart {
  return typeof start === "number" ? { kind: "time", at: new Date(start) } : { kind: start };
}

function partitionsDiffer(message: OutgoingMessage, actual: number): BerrysError {
  return new BerrysError(
    "failed_precondition",
    `Channel \`${message.channel}\` has ${actual} partitions, not ${message.partitions}`,
  );
}

function backlogFull(message: OutgoingMessage, group: string, limit: number): BerrysError {
  return new BerrysError(
    "resource_exhausted",
    `\`${group}\` has ${limit} undone messages of channel \`${message.channel}\`; publish again later`,
  );
}

function keptFrom(kept: readonly Kept[], start: GroupStart): readonly OutgoingMessage[] {
  switch (start.kind) {
    case "beginning":
      return kept.map(({ message }) => message);
    case "end":
      return [];
    case "time":
      return kept.filter(({ at }) => at >= start.at).map(({ message }) => message);
    case "after": {
      const index = kept.findIndex(({ message }) => message.id === start.entry);
      return kept.slice(index + 1).map(({ message }) => message);
    }
  }
}
