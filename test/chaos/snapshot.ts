import type { Redis } from "ioredis";
import { groupKeys, membersKey } from "../../runtime/src/transports/redis/keys.ts";
import type { MessageName } from "./history.ts";
import type { FinalGroup, FinalLetter } from "./verdict.ts";

/** Which streams a run uses. */
export interface StreamsOf {
  readonly prefix: string;
  readonly kind: "event" | "command";
  readonly channel: string;
  readonly partitions: number;
}

/** What is under way. */
export interface Backlog {
  /** Read and not settled, of all groups. */
  readonly pending: number;
  /** Not read yet, of all groups. */
  readonly unread: number;
  /** Entries of all partitions. */
  readonly length: number;
}

type Fields = ReadonlyMap<string, unknown>;

/** Reads what is under way for the groups; a group that is missing has read nothing. */
export async function readBacklog(
  client: Redis,
  place: StreamsOf,
  groups: readonly string[],
): Promise<Backlog> {
  let [pending, unread, length] = [0, 0, 0];
  for (let partition = 0; partition < place.partitions; partition++) {
    for (const group of groups) {
      const keys = groupKeys({ ...place, partition }, group);
      const found = await positionOf(client, keys.stream, group);
      const replays = await positionOf(client, keys.replay, group);
      pending += found.pending + replays.length;
      unread += found.unread;
      if (group === groups[0]) length += found.length;
    }
  }
  return { pending, unread, length };
}

/** Everything that a group has left in Redis. */
export async function readFinalGroup(
  client: Redis,
  place: StreamsOf,
  group: string,
  effects: readonly MessageName[] | null,
): Promise<FinalGroup> {
  const consumers = new Set<string>();
  const letters: FinalLetter[] = [];
  let leases = 0;
  for (let partition = 0; partition < place.partitions; partition++) {
    const keys = groupKeys({ ...place, partition }, group);
    leases += await client.exists(keys.lease);
    for (const [, values] of await client.xrange(keys.dead, "-", "+")) {
      const fields = fieldsOf(values);
      letters.push({
        id: String(fields.get("id") ?? ""),
        attempt: Number(fields.get("dlq:attempts")),
        reason: String(fields.get("dlq:reason")),
      });
    }
    for (const info of await infoOf(client, "CONSUMERS", keys.stream, group)) {
      consumers.add(String(info.get("name")));
    }
  }
  const { pending, unread } = await readBacklog(client, place, [group]);
  const members = await client.zcard(membersKey(place, group));
  return { effects, letters, pending, unread, consumers: [...consumers], members, leases };
}

/** How many owners each partition has had. */
export function readEpochs(
  client: Redis,
  place: StreamsOf,
  group: string,
): Promise<readonly number[]> {
  const partitions = Array.from({ length: place.partitions }, (_, partition) => partition);
  return Promise.all(
    partitions.map(async (partition) =>
      Number(await client.get(groupKeys({ ...place, partition }, group).epoch)),
    ),
  );
}

/** Connections that the product has open. */
export async function countConnections(client: Redis): Promise<number> {
  const list = String(await client.call("CLIENT", "LIST"));
  return list.split("\n").filter((line) => / name=berrys/.test(line)).length;
}

async function positionOf(client: Redis, stream: string, group: string) {
  const length = await client.xlen(stream);
  const groups = await infoOf(client, "GROUPS", stream);
  const info = groups.find((one) => one.get("name") === group);
  const after = info === undefined ? "-" : `(${String(info.get("last-delivered-id"))}`;
  const unread = length === 0 ? [] : await client.xrange(stream, after, "+", "COUNT", 10_000);
  return { length, pending: Number(info?.get("pending") ?? 0), unread: unread.length };
}

async function infoOf(
  client: Redis,
  what: "GROUPS" | "CONSUMERS",
  ...args: readonly string[]
): Promise<readonly Fields[]> {
  try {
    const reply = (await client.call("XINFO", what, ...args)) as readonly (readonly unknown[])[];
    return reply.map(fieldsOf);
  } catch (error) {
    if (/no such key|NOGROUP/.test(String(error))) return [];
    throw error;
  }
}

function fieldsOf(values: readonly unknown[]): Fields {
  const fields = new Map<string, unknown>();
  for (let i = 0; i + 1 < values.length; i += 2) fields.set(String(values[i]), values[i + 1]);
  return fields;
}
