import type { RedisConnection } from "../connection.ts";
import type { GroupKeys } from "../keys.ts";
import { entryOfName } from "../pack.ts";
import { laterOf } from "../stream-id.ts";
import { countAfter, type StoredGroup } from "./reading.ts";

/** What a group has not settled of one partition's stream. */
export interface Backlog {
  readonly unread: number;
  /** False: the counts are estimates. */
  readonly exact: boolean;
  readonly pending: number;
  /** Id of the oldest unsettled message; null: none. */
  readonly oldest: string | null;
}

/** Counts from ids, so that deleted and trimmed messages do not matter; past `most` it estimates. */
export async function backlogOf(
  connection: RedisConnection,
  keys: GroupKeys,
  group: StoredGroup,
  most: number,
): Promise<Backlog> {
  const { stream, state } = keys;
  const stored = await connection.send(state, "HGET", state, "offset");
  const offset = stored === null ? group.lastDelivered : String(stored);
  const [pending, unread, first] = await Promise.all([
    pendingOf(connection, keys.pending, offset, most),
    countAfter(connection, stream, offset, most),
    // Everything up to there is settled, and the message behind it is not.
    countAfter(connection, stream, group.lastDelivered, 1),
  ]);
  const all = unread.complete ? 0 : Number(await connection.send(stream, "XLEN", stream));
  return {
    unread: Math.max(unread.count, all),
    exact: unread.complete && pending.exact,
    pending: pending.count,
    oldest: unread.count + pending.count === 0 ? null : first.first,
  };
}

/** Entries up to the offset that are not settled; what failed behind it is counted as unread. */
async function pendingOf(
  connection: RedisConnection,
  key: string,
  offset: string,
  most: number,
): Promise<{ readonly count: number; readonly exact: boolean }> {
  const all = Number(await connection.send(key, "HLEN", key));
  if (all === 0 || all > most) return { count: all, exact: all === 0 };
  const entries = (await connection.send(key, "HKEYS", key)) as readonly Buffer[];
  const passed = entries.filter(
    (entry) => laterOf(offset, entryOfName(entry.toString())) === offset,
  );
  return { count: passed.length, exact: true };
}
