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
      for (const [, fields] of await redis.xrange(stream, "-", "+")) {
        const body = fields[fields.indexOf("body") + 1] ?? "";
        messages.push({ stream, envelope: JSON.parse(body) as Envelope });
      }
    }
    return messages;
  } finally {
    redis.disconnect();
  }
}

/** Messages that a consumer group has not acknowledged, and dead letters of any group. */
export async function readLeftovers(
  url: string,
): Promise<{ readonly pending: number; readonly dead: readonly string[] }> {
  const redis = new Redis(url);
  try {
    let pending = 0;
    const keys = await redis.keys("berrys:{*}:*");
    for (const stream of keys.filter((key) => /\}:(events|commands)$/.test(key))) {
      const groups = (await redis.xinfo("GROUPS", stream)) as readonly (readonly unknown[])[];
      for (const group of groups) pending += Number(group[group.indexOf("pending") + 1]);
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
