import type {
  GroupPlace,
  GroupState,
  PartitionState,
  QueueInspector,
  QueueMember,
  QueuePlace,
} from "../../queue-admin.ts";
import type { RedisConnection } from "../connection.ts";
import { groupKeys, membersKey, type StreamPlace, streamKey } from "../keys.ts";
import { timeOf } from "../stream-id.ts";
import { timeScript } from "./inspect-scripts.ts";
import { backlogOf } from "./position.ts";
import { groupsOf, infoOf, namedValues } from "./reading.ts";

/** Unread messages of a partition that are counted unless all are asked for. */
const countedByDefault = 10_000;

/** State of queues on Redis. Errors are the client's own. */
export function createInspector(connection: RedisConnection, prefix: string): QueueInspector {
  const stateOf = async (place: StreamPlace, most: number): Promise<PartitionState> => {
    const stream = streamKey(place);
    const [info, groups, bytes, now] = await Promise.all([
      infoOf(connection, "STREAM", stream),
      groupsOf(connection, stream),
      memoryOf(connection, stream),
      connection.run(timeScript, [stream], []),
    ]);
    const fields = info === null ? new Map<string, unknown>() : namedValues(info);
    const first = fields.get("first-entry") as readonly [Buffer] | null | undefined;
    const states = await Promise.all(
      groups.map((group) => groupStateOf(connection, place, { group, most, now: Number(now) })),
    );
    return {
      partition: place.partition,
      length: Number(fields.get("length") ?? 0),
      oldestAt: first == null ? null : timeOf(first[0].toString()),
      bytes,
      groups: states.sort((one, other) => (one.group < other.group ? -1 : 1)),
    };
  };

  return {
    inspect: async (queue, { exact = false } = {}) => {
      const most = exact ? Number.POSITIVE_INFINITY : countedByDefault;
      const states = await Promise.all(
        partitionsOf(queue).map((partition) => stateOf(placeOf(prefix, queue, partition), most)),
      );
      const { kind, channel, partitions } = queue;
      return { kind, channel, partitions, states };
    },
    members: async (place) => {
      const { kind, channel, group } = place;
      const key = membersKey({ prefix, kind, channel }, group);
      const [found, now, owners] = await Promise.all([
        connection.send(key, "ZRANGE", key, 0, -1, "WITHSCORES") as Promise<readonly Buffer[]>,
        connection.run(timeScript, [key], []),
        ownersOf(connection, prefix, place),
      ]);
      return Array.from({ length: found.length / 2 }, (_, index): QueueMember => {
        const member = String(found[index * 2]);
        return {
          member,
          silentMs: Math.max(0, Number(now) - Number(found[index * 2 + 1])),
          owns: partitionsOf(place).filter((partition) => owners[partition] === member),
        };
      }).sort((one, other) => (one.member < other.member ? -1 : 1));
    },
  };
}

interface Asked {
  readonly group: { readonly name: string; readonly lastDelivered: string };
  readonly most: number;
  readonly now: number;
}

async function groupStateOf(
  connection: RedisConnection,
  place: StreamPlace,
  { group, most, now }: Asked,
): Promise<GroupState> {
  const keys = groupKeys(place, group.name);
  const [backlog, lease, epoch, halted, ...lengths] = await Promise.all([
    backlogOf(connection, keys, group, most),
    connection.send(keys.lease, "GET", keys.lease),
    connection.send(keys.epoch, "GET", keys.epoch),
    connection.send(keys.halted, "HGETALL", keys.halted),
    connection.send(keys.dead, "XLEN", keys.dead),
    connection.send(keys.replay, "XLEN", keys.replay),
    connection.send(keys.urgent, "XLEN", keys.urgent),
    connection.send(keys.delayed.due, "ZCARD", keys.delayed.due),
    connection.send(keys.retries.due, "ZCARD", keys.retries.due),
  ]);
  const [dead = 0, replaying = 0, urgent = 0, delayed = 0, retries = 0] = lengths.map(Number);
  const { oldest } = backlog;
  const oldestAt = oldest === null ? null : timeOf(oldest);
  return {
    group: group.name,
    partition: place.partition,
    unread: backlog.unread,
    exact: backlog.exact,
    pending: backlog.pending,
    urgent,
    replaying,
    delayed: delayed + retries,
    dead,
    halted: [...namedValues(halted)].map(([key, letterId]) => ({
      key,
      letterId: String(letterId),
    })),
    owner: lease === null ? null : memberOf(String(lease)),
    epoch: Number(epoch ?? 0),
    oldestUnsettledAt: oldestAt,
    lagMs: oldestAt === null ? 0 : Math.max(0, now - Date.parse(oldestAt)),
  };
}

async function ownersOf(
  connection: RedisConnection,
  prefix: string,
  place: GroupPlace,
): Promise<readonly (string | null)[]> {
  return Promise.all(
    partitionsOf(place).map(async (partition) => {
      const { lease } = groupKeys(placeOf(prefix, place, partition), place.group);
      const token = await connection.send(lease, "GET", lease);
      return token === null ? null : memberOf(String(token));
    }),
  );
}

/** Null where the server does not say, e.g. because the user may not ask. */
async function memoryOf(connection: RedisConnection, key: string): Promise<number | null> {
  try {
    const bytes = await connection.send(key, "MEMORY", "USAGE", key);
    return bytes === null ? 0 : Number(bytes);
  } catch {
    return null;
  }
}

/** `<member>/<epoch>` → member */
function memberOf(token: string): string {
  return token.slice(0, token.lastIndexOf("/"));
}

export function placeOf(prefix: string, queue: QueuePlace, partition: number): StreamPlace {
  return { prefix, kind: queue.kind, channel: queue.channel, partition };
}

export function partitionsOf({ partitions }: QueuePlace): readonly number[] {
  return Array.from({ length: partitions }, (_, partition) => partition);
}
