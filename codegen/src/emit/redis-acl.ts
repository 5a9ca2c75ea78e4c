import type { ChannelNode, MessageNode, Model, ServiceNode } from "../model/model.ts";
import { channelOf, type Powers, powersOf, streamName, watchesOf } from "./lookup.ts";
import { sortOrigins } from "./module.ts";
import type { OutputFile } from "./output.ts";

/** Prefix of all keys; the runtime's default. */
const prefix = "berrys";

/** What every client needs beside keys: to connect, to look around, to follow a cluster. */
const connectionCommands = [
  ...["auth", "hello", "ping", "select", "time", "wait", "asking", "info", "command|info"],
  ...["client|id", "client|setname", "client|unblock", "cluster|slots"],
];
const streamReads = [
  ...["xread", "xrange", "xrevrange", "xlen", "xpending", "xinfo|groups", "xinfo|stream"],
  ...["exists", "memory|usage"],
];
/** A consumer group is no key: who may move its own may move those of others. */
const groupWrites = ["xgroup|create", "xgroup|setid", "xsetid", "xtrim"];
/** For keys that belong to one service or to the publishers of a channel. */
const dataCommands = [
  ...["get", "set", "del", "incr", "exists", "expire", "pexpire", "memory|usage"],
  ...["hset", "hget", "hmget", "hgetall", "hdel", "hkeys", "hlen", "hincrby"],
  ...["sadd", "sismember", "zadd", "zrem", "zcard", "zrange", "zrangebyscore", "zremrangebyscore"],
  ...["xadd", "xread", "xrange", "xrevrange", "xlen", "xdel", "xtrim", "xinfo|stream"],
];

/** Commands on keys: how, which, where. */
interface Grant {
  readonly access: "%R~" | "%W~" | "~";
  readonly commands: readonly string[];
  readonly keys: readonly string[];
}

/** The user of `berrys queue` and `berrys dlq`. */
const operator = "berrys-operator";

/**
 * `redis-acl/<service>.acl`: one line for Redis 7 and later that allows a service what the contracts let it publish,
 * send and follow. `redis-acl/berrys-operator.acl`: the user of who operates the queues, who reads and moves everything
 * under the prefix. They hold no password: `on` alone lets nobody in.
 */
export function emitRedisAcl(model: Model): readonly OutputFile[] {
  const services = servicesAcl(model);
  if (services.length === 0) return [];
  const origins = sortOrigins(services.flatMap((file) => file.origins));
  return [
    ...services,
    { path: `redis-acl/${operator}.acl`, content: `${operatorLine}\n`, origins },
  ];
}

function servicesAcl(model: Model): readonly OutputFile[] {
  return model.services.flatMap((service): readonly OutputFile[] => {
    const powers = powersOf(model, service.id, service.calls);
    const grants = grantsOf(model, service, powers);
    if (grants.length === 0) return [];
    const { operations, publishes, sends } = powers;
    const origins = [service, ...operations, ...publishes, ...sends].map(({ origin }) => origin);
    const path = `redis-acl/${service.id}.acl`;
    const content = `${lineOf(service, grants)}\n`;
    return [{ path, content, origins: sortOrigins(origins) }];
  });
}

const operatorLine = [
  `user ${operator} on clearselectors resetchannels resetkeys -@all`,
  ...[
    ...new Set([
      ...[...connectionCommands, ...streamReads, ...groupWrites, ...dataCommands],
      ...["eval", "evalsha", "xgroup|destroy"],
    ]),
  ].map((command) => `+${command}`),
  `~${prefix}:*`,
].join(" ");

function lineOf(service: ServiceNode, grants: readonly Grant[]): string {
  // Commands inside a script are held to the other rules, the script itself to this one: its keys are all it may name.
  const scripts: Grant = {
    access: "~",
    commands: ["eval", "evalsha"],
    keys: [...new Set(grants.flatMap(({ keys }) => keys))],
  };
  return [
    `user ${service.id} on clearselectors resetchannels resetkeys -@all`,
    ...connectionCommands.map((command) => `+${command}`),
    ...[scripts, ...merged(grants)].map(selector),
  ].join(" ");
}

/** The same with the keys of equal rules together. */
function merged(grants: readonly Grant[]): readonly Grant[] {
  const groups = Map.groupBy(grants, ({ access, commands }) => [access, ...commands].join(" "));
  return [...groups.values()].flatMap(([first, ...others]): readonly Grant[] => {
    if (first === undefined) return [];
    const keys = [first, ...others].flatMap((grant) => grant.keys);
    return [{ ...first, keys: [...new Set(keys)] }];
  });
}

function selector({ access, commands, keys }: Grant): string {
  const allowed = commands.map((command) => `+${command}`);
  return `(${[...allowed, ...keys.map((key) => `${access}${key}`)].join(" ")})`;
}

function grantsOf(model: Model, service: ServiceNode, powers: Powers): readonly Grant[] {
  const { publishes, sends, follows } = powers;
  const written = [...new Set([...publishes, ...sends].map((one) => channelOf(model, one)))];
  const isRequest = ({ reply }: MessageNode): boolean => reply !== null;
  const replies = [`${prefix}:{reply/*}:replies`];
  return [
    ...written.flatMap((channel) => publisherGrants(streamsOf(model, channel))),
    ...follows.flatMap(({ channel }) => followerGrants(model, channel, service.id)),
    ...watchesOf(model, powers).flatMap(({ channel }) =>
      followerGrants(model, channel, `${service.id}_cache`),
    ),
    ...(powers.rest.length > 0 ? [restGrant(service)] : []),
    ...(written.length + follows.length > 0 ? journalGrants : []),
    ...(sends.some(isRequest)
      ? [{ access: "%R~", commands: ["xread"], keys: replies } as const]
      : []),
    ...(follows.some(({ messages }) => messages.some(isRequest))
      ? [{ access: "%W~", commands: ["xadd", "pexpire"], keys: replies } as const]
      : []),
  ];
}

/** Counts requests, and keeps answers. */
function restGrant({ id }: ServiceNode): Grant {
  return {
    access: "~",
    commands: ["get", "set", "incrby", "pttl", "expire", "hget", "hincrby"],
    keys: [`${prefix}:{rest/${id}/*`],
  };
}

/** Appends to the journal and lets its oldest pages go; reads their sizes alone. */
const journalGrants: readonly Grant[] = [
  { access: "%W~", commands: ["xadd", "xdel"], keys: [`${prefix}:{journal}`] },
  {
    access: "~",
    commands: ["rpush", "lpop", "incrby", "decrby", "set"],
    keys: [`${prefix}:{journal}:sizes`, `${prefix}:{journal}:bytes`],
  },
];

/** Appends, and keeps what makes a repeated or delayed publish one message. */
function publisherGrants({ streams, targets }: Streams): readonly Grant[] {
  const beside = (keys: readonly string[], names: readonly string[]): readonly string[] =>
    keys.flatMap((key) => names.map((name) => `${key}:${name}`));
  return [
    { access: "%W~", commands: ["xadd", "xtrim"], keys: targets },
    { access: "%R~", commands: ["xinfo|groups"], keys: targets },
    {
      access: "~",
      commands: dataCommands,
      keys: [
        ...beside(targets, ["from:*", "waited", "due", "held"]),
        ...beside(streams, ["seen", "seen:a", "seen:b"]),
      ],
    },
  ];
}

/** Reads, keeps its own state, and where the channel is its own queue, also works on the queue itself. */
function followerGrants(model: Model, channel: ChannelNode, group: string): readonly Grant[] {
  const { streams, urgent, targets, members } = streamsOf(model, channel);
  const delayed = targets.flatMap((target) => [`${target}:due`, `${target}:held`]);
  const isQueue = channel.messageKind === "command";
  return [
    // Scripts name the urgent stream of events too, which is always empty.
    { access: "%R~", commands: streamReads, keys: [...streams, ...urgent] },
    { access: "%W~", commands: groupWrites, keys: streams },
    ...(isQueue
      ? ([
          { access: "%W~", commands: ["xadd", "xdel"], keys: targets },
          { access: "~", commands: dataCommands, keys: delayed },
        ] as const)
      : ([
          {
            access: "%R~",
            commands: ["zrange", "zrangebyscore", "zcard", "xrange"],
            keys: delayed,
          },
        ] as const)),
    {
      access: "~",
      commands: dataCommands,
      keys: [...streams.map((stream) => `${stream}:${group}:*`), `${members}:${group}`],
    },
  ];
}

interface Streams {
  /** The streams of all partitions, as patterns. */
  readonly streams: readonly string[];
  /** The streams beside them for what is urgent. */
  readonly urgent: readonly string[];
  /** Where entries go: the first and, for commands, the second. */
  readonly targets: readonly string[];
  /** Start of the keys of a group's members. */
  readonly members: string;
}

function streamsOf(model: Model, channel: ChannelNode): Streams {
  const kind = channel.messageKind;
  const name = escaped(streamName(model, channel));
  const owner = kind === "command" ? `cmd/${name}` : name;
  const streams = partitionPatterns(channel.partitions).map(
    (partition) => `${prefix}:{${owner}/${partition}}:${kind}s`,
  );
  const urgent = streams.map((stream) => `${stream}:urgent`);
  return {
    streams,
    urgent,
    targets: kind === "command" ? [...streams, ...urgent] : streams,
    members: `${prefix}:{${name}/members}:${kind}s`,
  };
}

/** Patterns that numbers below `partitions` match, and nothing that is no number. */
function partitionPatterns(partitions: number): readonly string[] {
  const digits = String(Math.max(0, partitions - 1)).length;
  return Array.from({ length: digits }, (_, index) => "[0-9]".repeat(index + 1));
}

/** A name as a pattern; a space would end the rule, so any character may stand there. */
function escaped(name: string): string {
  return name.replace(/[*?[\]\\]/g, "\\$&").replace(/\s/g, "?");
}
