/** Names of keys. Those of one partition share a hash tag, so that every script is atomic on a cluster too. */

/** Where a message kind of a channel lives. */
export interface StreamPlace {
  readonly prefix: string;
  readonly kind: "event" | "command";
  readonly channel: string;
  readonly partition: number;
}

export interface PublishKeys {
  readonly stream: string;
  /** Message ids of the last while, in two generations, and which is the current one. */
  readonly seenA: string;
  readonly seenB: string;
  readonly seen: string;
}

/**
 * Being replaced (nobody owns a pending list any more, so never read XPENDING or `entries-read`): the owner reads with
 * plain XREAD and commits under its lease. `state` holds `offset` (last id that was taken up) and `pending` maps each
 * entry up to it that is not settled to the deliveries that are over; the Redis consumer group's last-delivered-id is
 * set (XGROUP SETID) to the id below which everything is settled, which is what trimming goes by.
 * Undone messages of a group = entries of `pending` up to `offset` + entries of the stream after `offset`.
 */
export interface GroupKeys {
  readonly stream: string;
  /** Who owns the partition: `<member>/<epoch>`, expiring. */
  readonly lease: string;
  /** Counts owners for ever; the fencing token. */
  readonly epoch: string;
  /** Entry → deliveries that are over. */
  readonly attempts: string;
  /** Messages that an operator sent once more, to this group alone. */
  readonly replay: string;
  readonly replayAttempts: string;
  readonly dead: string;
  /** Who moved which dead letter, when and why; the latest alone. */
  readonly audit: string;
  /** Key → the dead letter that halted it. */
  readonly halted: string;
}

/** `berrys:{task/3}:events`, `berrys:{cmd/planning-system/3}:commands` */
export function streamKey({ prefix, kind, channel, partition }: StreamPlace): string {
  const owner = kind === "command" ? `cmd/${channel}` : channel;
  return `${prefix}:{${owner}/${partition}}:${kind}s`;
}

export function publishKeys(place: StreamPlace): PublishKeys {
  const stream = streamKey(place);
  return { stream, seenA: `${stream}:seen:a`, seenB: `${stream}:seen:b`, seen: `${stream}:seen` };
}

export function groupKeys(place: StreamPlace, group: string): GroupKeys {
  const stream = streamKey(place);
  const of = (name: string): string => `${stream}:${group}:${name}`;
  return {
    stream,
    lease: of("lease"),
    epoch: of("epoch"),
    attempts: of("attempts"),
    replay: of("replay"),
    replayAttempts: of("replay:attempts"),
    dead: of("dead"),
    audit: of("dead:audit"),
    halted: of("halted"),
  };
}

/** Members of a group that follow a channel. */
export function membersKey(place: Omit<StreamPlace, "partition">, group: string): string {
  return `${place.prefix}:{${place.channel}/members}:${place.kind}s:${group}`;
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
