import type { Redis } from "ioredis";

/** The stream and group of the systems that are plain ioredis. */
export const stream = "bench:task";
export const group = "agent-orchestrator";

/** One entry as ioredis gives it. */
export type Entry = readonly [id: string, fields: readonly string[]];

/** Makes the group, from the first entry on, where there is none. */
export async function createGroup(redis: Redis): Promise<void> {
  await redis.xgroup("CREATE", stream, group, "0", "MKSTREAM").catch((error: Error) => {
    if (!error.message.includes("BUSYGROUP")) throw error;
  });
}

/** New entries for the consumer, at most `count`; none after half a second without any. */
export async function readGroup(
  redis: Redis,
  consumer: string,
  count: number,
): Promise<readonly Entry[]> {
  const found = await redis.xreadgroup(
    "GROUP",
    group,
    consumer,
    "COUNT",
    count,
    "BLOCK",
    500,
    "STREAMS",
    stream,
    ">",
  );
  return (found as readonly (readonly [string, readonly Entry[]])[] | null)?.[0]?.[1] ?? [];
}
