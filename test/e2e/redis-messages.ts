import { zstdDecompressSync } from "node:zlib";
import type { Envelope } from "@berrys/runtime/envelope";
import { Redis } from "ioredis";

/** A message where it lies in Redis. */
export interface Stored {
  readonly stream: string;
  readonly envelope: Envelope;
}

/** Every event and command in Redis, read with a bare client: stream by stream, in their order. */
export async function readMessages(url: string): Promise<readonly Stored[]> {
  const redis = new Redis(url);
  try {
    const streams = (await redis.keys("berrys:{*}:*")).filter((key) =>
      /\}:(events|commands)$/.test(key),
    );
    const messages: Stored[] = [];
    for (const stream of streams.sort()) {
      for (const [, fields] of await redis.xrangeBuffer(stream, "-", "+")) {
        messages.push({ stream, envelope: JSON.parse(bodyOf(fields)) as Envelope });
      }
    }
    return messages;
  } finally {
    redis.disconnect();
  }
}

/** A body is plain JSON or, where it is large, compressed: the name of its field says which. */
function bodyOf(values: readonly Buffer[]): string {
  const fields = new Map<string, Buffer | undefined>();
  for (let i = 0; i < values.length; i += 2) fields.set(String(values[i]), values[i + 1]);
  const compressed = fields.get("zstd");
  return String(compressed === undefined ? fields.get("body") : zstdDecompressSync(compressed));
}

/** How many messages consumer groups have not settled, and dead letters of any group. */
export async function readLeftovers(
  url: string,
): Promise<{ readonly pending: number; readonly dead: readonly string[] }> {
  const redis = new Redis(url);
  try {
    let pending = 0;
    const keys = await redis.keys("berrys:{*}:*");
    for (const stream of keys.filter((key) => /\}:(events|commands)$/.test(key))) {
      const groups = (await redis.xinfo("GROUPS", stream)) as readonly (readonly unknown[])[];
      for (const group of groups) {
        const name = String(group[group.indexOf("name") + 1]);
        const offset = (await redis.hget(`${stream}:${name}:state`, "offset")) ?? "0";
        pending += await redis.hlen(`${stream}:${name}:pending`);
        pending += (await redis.xrange(stream, `(${offset}`, "+")).length;
      }
    }
    const dead: string[] = [];
    for (const key of keys.filter((name) => name.endsWith(":dead"))) {
      for (const [, fields] of await redis.xrange(key, "-", "+"))
        dead.push(`${key} ${fields.join(" ")}`.slice(0, 1000));
    }
    return { pending, dead };
  } finally {
    redis.disconnect();
  }
}
