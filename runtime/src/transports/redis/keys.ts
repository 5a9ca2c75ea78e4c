/** Names of keys. Those of one partition share a hash tag, so that every script is atomic on a cluster too. */

/** Where a message kind of a channel lives. */
export interface StreamPlace {
  readonly prefix: string;
  readonly kind: "event" | "command";
  readonly channel: string;
  readonly partition: number;
}

export interface PublishKeys {
  /** Where entries go: the partition's stream, or for urgent commands the one beside it. */
  readonly target: string;
  /** Last batch of one publisher, so that a batch sent twice is appended once. */
  readonly sequence: string;
  /** Message ids of the last while, in two generations, and which is the current one. */
  readonly seenA: string;
  readonly seenB: string;
  readonly seen: string;
  readonly delayed: DelayedKeys;
}

/** Messages that wait for their time: entry of `held` → when it is due, in epoch milliseconds. */
export interface DelayedKeys {
  readonly due: string;
  readonly held: string;
}

/**
 * The owner of a partition reads with XREAD and commits under its lease; there is no pending list in Redis.
 * `state` holds `offset`, the last id that was settled. `pending` maps each entry up to it that is not settled, and
 * each later one that failed, to the deliveries that are over. The consumer group's last-delivered-id is the id up
 * to which everything is settled: that is what trimming goes by. So what a group has to do is the part of `pending`
 * up to `offset` and the stream after `offset`. The streams `urgent` and `replay` hold nothing that is settled.
 */
export interface GroupKeys {
  readonly stream: string;
  /** Who owns the partition: `<member>/<epoch>`, expiring. */
  readonly lease: string;
  /** Counts owners for ever; the fencing token. */
  readonly epoch: string;
  readonly state: string;
  readonly pending: string;
  /** Commands of high priority; of a group's own, since commands have one group. */
  readonly urgent: string;
  readonly urgentPending: string;
  /** Messages that an operator sent once more, or whose delay is over, to this group alone. */
  readonly replay: string;
  readonly replayPending: string;
  readonly dead: string;
  /** Key → the dead letter that halted it. */
  readonly halted: string;
  /** Who moved which dead letter, when and why; the latest alone. */
  readonly audit: string;
  /** Messages sent for later. */
  readonly delayed: DelayedKeys;
  /** Unkeyed messages that this group tries again later. */
  readonly retries: DelayedKeys;
}

/** `berrys:{task/3}:events`, `berrys:{cmd/planning-system/3}:commands` */
export function streamKey({ prefix, kind, channel, partition }: StreamPlace): string {
  const owner = kind === "command" ? `cmd/${channel}` : channel;
  return `${prefix}:{${owner}/${partition}}:${kind}s`;
}

/** `urgent`: for commands of high priority. `publisher`: who sends. */
export function publishKeys(place: StreamPlace, publisher: string, urgent: boolean): PublishKeys {
  const stream = streamKey(place);
  const target = urgent ? urgentKey(stream) : stream;
  return {
    target,
    sequence: `${target}:from:${publisher}`,
    seenA: `${stream}:seen:a`,
    seenB: `${stream}:seen:b`,
    seen: `${stream}:seen`,
    delayed: delayedKeys(target),
  };
}

export function groupKeys(place: StreamPlace, group: string): GroupKeys {
  const stream = streamKey(place);
  const urgent = urgentKey(stream);
  const of = (name: string): string => `${stream}:${group}:${name}`;
  return {
    stream,
    lease: of("lease"),
    epoch: of("epoch"),
    state: of("state"),
    pending: of("pending"),
    urgent,
    urgentPending: of("urgent:pending"),
    replay: of("replay"),
    replayPending: of("replay:pending"),
    dead: of("dead"),
    halted: of("halted"),
    audit: of("dead:audit"),
    delayed: delayedKeys(stream),
    retries: delayedKeys(of("retries")),
  };
}

export function urgentKey(stream: string): string {
  return `${stream}:urgent`;
}

export function delayedKeys(target: string): DelayedKeys {
  return { due: `${target}:due`, held: `${target}:held` };
}

/** Members of a group that follow a channel. */
export function membersKey(place: Omit<StreamPlace, "partition">, group: string): string {
  return `${place.prefix}:{${place.channel}/members}:${place.kind}s:${group}`;
}

/** The journal: its pages, the size of each, and of all. */
export function journalKeys(prefix: string): {
  readonly stream: string;
  readonly sizes: string;
  readonly bytes: string;
} {
  const stream = `${prefix}:{journal}`;
  return { stream, sizes: `${stream}:sizes`, bytes: `${stream}:bytes` };
}

/** Stream of the replies to one process. */
export function replyKey(prefix: string, instance: string): string {
  return `${prefix}:{reply/${instance}}:replies`;
}

/** Whether an address, which came with a message, is one that `replyKey` makes. */
export function isReplyKey(prefix: string, address: string): boolean {
  const start = `${prefix}:{reply/`;
  return address.startsWith(start) && /^[\w-]{1,64}\}:replies$/.test(address.slice(start.length));
}
