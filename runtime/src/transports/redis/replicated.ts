import { BerrysError } from "../../errors.ts";
import type { RedisConnection } from "./connection.ts";

export interface WaitReplicas {
  /** Replicas that must have a batch before it counts as confirmed. */
  readonly count: number;
  /** Milliseconds to wait for them, after which the batch is sent again. */
  readonly timeoutMs: number;
}

/** How long the mark of a batch that was sent twice is kept. */
const markMs = 60_000;

/**
 * Scripts count as run once `count` replicas have what they wrote; otherwise they reject with `unavailable`, although
 * they were executed, so they must be ones that may run again.
 */
export function createReplicatedConnection(
  connection: RedisConnection,
  { count, timeoutMs }: WaitReplicas,
): RedisConnection {
  const replicated = async (key: string): Promise<void> => {
    // A script that ran before writes nothing, and then WAIT, which is about our own writes, would wait for nothing.
    const mark = `${key}:waited`;
    const written = connection.send(key, "SET", mark, 1, "PX", markMs);
    const waited = connection.send(key, "WAIT", count, timeoutMs);
    const [, got] = await Promise.all([written, waited]);
    if (Number(got) >= count) return;
    throw new BerrysError(
      "unavailable",
      `${got} of ${count} Redis replicas had the messages after ${timeoutMs} ms`,
    );
  };
  return {
    ...connection,
    get generation() {
      return connection.generation;
    },
    run: async (script, keys, args) => {
      const reply = await connection.run(script, keys, args);
      const [key] = keys;
      if (key !== undefined) await replicated(key);
      return reply;
    },
  };
}
