import { isReplyError, type RedisConnection } from "../connection.ts";
import { countScript } from "./inspect-scripts.ts";

/** A reply of names and values, as `XINFO` gives. */
export function namedValues(reply: unknown): ReadonlyMap<string, unknown> {
  const values = reply as readonly unknown[];
  const named = new Map<string, unknown>();
  for (let i = 0; i + 1 < values.length; i += 2) named.set(String(values[i]), values[i + 1]);
  return named;
}

/** `XINFO` of a key that may not be there; null: it is not. */
export async function infoOf(
  connection: RedisConnection,
  what: "STREAM" | "GROUPS",
  stream: string,
): Promise<unknown> {
  try {
    return await connection.send(stream, "XINFO", what, stream);
  } catch (error) {
    if (isReplyError(error, "ERR no such key")) return null;
    throw error;
  }
}

/** A consumer group as the server knows it. */
export interface StoredGroup {
  readonly name: string;
  readonly lastDelivered: string;
}

export async function groupsOf(
  connection: RedisConnection,
  stream: string,
): Promise<readonly StoredGroup[]> {
  const infos = (await infoOf(connection, "GROUPS", stream)) as readonly unknown[] | null;
  return (infos ?? []).map((info) => {
    const fields = namedValues(info);
    return {
      name: String(fields.get("name")),
      lastDelivered: String(fields.get("last-delivered-id")),
    };
  });
}

const countPage = 1000;

/** Messages of a stream behind an id, counted one by one up to `most` entries. */
export async function countAfter(
  connection: RedisConnection,
  stream: string,
  id: string,
  most: number,
): Promise<{ readonly count: number; readonly complete: boolean; readonly first: string | null }> {
  let count = 0;
  let entries = 0;
  let first: string | null = null;
  for (let after = id; entries < most; ) {
    const wanted = Math.min(countPage, most - entries);
    const reply = await connection.run(countScript, [stream], [after, wanted]);
    const [found, messages, last, head] = reply as readonly [number, number, Buffer, Buffer];
    entries += found;
    count += messages;
    first ??= found > 0 ? head.toString() : null;
    if (found < wanted) return { count, complete: true, first };
    after = last.toString();
  }
  return { count, complete: false, first };
}
