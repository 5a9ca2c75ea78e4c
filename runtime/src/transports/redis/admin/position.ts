import type { RedisConnection } from "../connection.ts";
import type { GroupKeys } from "../keys.ts";
import { countAfter, type StoredGroup } from "./reading.ts";

/** What a group has not settled of one partition. */
export interface Backlog {
  readonly unread: number;
  /** False: `unread` is an estimate. */
  readonly exact: boolean;
  readonly pending: number;
  /** Id of the oldest unsettled message; null: none. */
  readonly oldest: string | null;
}

/** Counts from ids, so that deleted and trimmed messages do not matter; past `most` unread ones it estimates. */
export async function backlogOf(
  connection: RedisConnection,
  keys: GroupKeys,
  group: StoredGroup,
  most: number,
): Promise<Backlog> {
  const [pending, unread] = await Promise.all([
    pendingOf(connection, keys, group),
    countAfter(connection, keys.stream, group.lastDelivered, most),
  ]);
  const estimate = unread.complete
    ? unread.count
    : Math.max(unread.count, Number(await connection.send(keys.stream, "XLEN", keys.stream)));
  return {
    unread: estimate,
    exact: unread.complete,
    pending: pending.count,
    oldest: pending.first ?? unread.first,
  };
}

async function pendingOf(
  connection: RedisConnection,
  { stream }: GroupKeys,
  group: StoredGroup,
): Promise<{ readonly count: number; readonly first: string | null }> {
  const reply = await connection.send(stream, "XPENDING", stream, group.name);
  const [count, first] = reply as readonly [number, Buffer | null];
  return { count, first: first === null ? null : first.toString() };
}
