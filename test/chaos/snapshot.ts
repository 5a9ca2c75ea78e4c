import type { Redis } from "ioredis";
import { type GroupKeys, groupKeys, membersKey } from "../../runtime/src/transports/redis/keys.ts";
import {
  entryOfName,
  indexOfName,
  packField,
  recordsOf,
} from "../../runtime/src/transports/redis/pack.ts";
import { idOf, type MessageName } from "./history.ts";
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
    for (const [index, group] of groups.entries()) {
      const keys = groupKeys({ ...place, partition }, group);
      const [known, urgent, replays, retries, delayed] = await Promise.all([
        client.hlen(keys.pending),
        client.xlen(keys.urgent),
        client.xlen(keys.replay),
        client.zcard(keys.retries.due),
        client.zcard(keys.delayed.due),
      ]);
      pending += known + urgent + replays + retries + delayed;
      unread += await countUnread(client, keys);
      if (index === 0) length += await client.xlen(keys.stream);
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
  const queued: string[] = [];
  let leases = 0;
  for (let partition = 0; partition < place.partitions; partition++) {
    const keys = groupKeys({ ...place, partition }, group);
    leases += await client.exists(keys.lease);
    queued.push(...(await readQueued(client, keys)));
    for (const [, values] of await client.xrange(keys.dead, "-", "+")) {
      const fields = fieldsOf(values);
      letters.push({
        id: nameIn(fields),
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
  return { effects, letters, queued, pending, unread, consumers: [...consumers], members, leases };
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

/** Connections that the product has open; the server may hear of a closed one a moment later. */
export async function countConnections(client: Redis): Promise<number> {
  for (let tries = 0; ; tries++) {
    const list = String(await client.call("CLIENT", "LIST"));
    const open = list.split("\n").filter((line) => / name=berrys/.test(line)).length;
    if (open === 0 || tries === 40) return open;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Entries after the group's offset: what is before and not settled is known by name. */
async function countUnread(client: Redis, keys: GroupKeys): Promise<number> {
  return (await readUnread(client, keys, 10_000)).length;
}

async function readUnread(client: Redis, { stream, state }: GroupKeys, most: number) {
  const offset = await client.hget(state, "offset");
  return client.xrange(stream, offset === null ? "-" : `(${offset}`, "+", "COUNT", most);
}

/** Ids of all messages that a group has not settled. */
async function readQueued(client: Redis, keys: GroupKeys): Promise<readonly string[]> {
  const entries = await readUnread(client, keys, 1_000_000);
  for (const [stream, pending] of [
    [keys.stream, keys.pending],
    [keys.urgent, keys.urgentPending],
    [keys.replay, keys.replayPending],
  ] as const) {
    for (const name of await client.hkeys(pending)) {
      const entry = entryOfName(name);
      const found = (await client.xrange(stream, entry, entry))[0];
      if (found === undefined) continue;
      const record = recordsIn(found[1])?.[indexOfName(name)];
      entries.push(record === undefined ? found : [entry, ["id", record.id, "body", record.body]]);
    }
  }
  return entries.flatMap(
    ([, fields]) =>
      recordsIn(fields)?.map(({ id, body }) =>
        nameIn(
          new Map([
            ["id", id],
            ["body", body],
          ]),
        ),
      ) ?? [nameIn(fieldsOf(fields))],
  );
}

/** Which message of the run it is: its data says so, also where the product made the id. */
function nameIn(fields: Fields): string {
  const body = fields.get("body");
  if (typeof body === "string") {
    try {
      return idOf((JSON.parse(body) as { data: MessageName }).data);
    } catch {
      // No message: known by its id, if it has one.
    }
  }
  return String(fields.get("id") ?? "");
}

function recordsIn([name, text]: readonly string[]): ReturnType<typeof recordsOf> {
  return name === packField && text !== undefined ? recordsOf(text) : null;
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
