import { BerrysError } from "../../errors.ts";
import type { ReplyChannel } from "../transport.ts";
import { defineScript, type RedisConnection } from "./connection.ts";
import type { RawEntry } from "./entry.ts";
import { pause, toBerrysError } from "./errors.ts";
import { isReplyKey, replyKey } from "./keys.ts";
import type { Settings } from "./options.ts";
import { blockMs } from "./waiter.ts";

/** Replies that nobody fetched, and how long they are kept. */
const maxReplies = 10_000;
const expiryMs = 300_000;
const retryMs = 100;

/** KEYS stream. ARGV length, ms, body. */
const replyScript = defineScript(`
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'body', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

export interface RedisReplies extends ReplyChannel {
  close(): void;
}

/** A stream of replies for this process. `connect` opens the connection that waits, once somebody listens. */
export function createRedisReplies(
  connection: RedisConnection,
  connect: () => RedisConnection,
  instance: string,
  settings: Settings,
): RedisReplies {
  const address = replyKey(settings.prefix, instance);
  const listeners: ((body: string) => void)[] = [];
  const closing = new AbortController();
  let waiting: RedisConnection | null = null;

  const listen = async (from: RedisConnection): Promise<void> => {
    let cursor = "0";
    while (!closing.signal.aborted) {
      try {
        await from.ready(blockMs);
        const args = ["COUNT", 100, "BLOCK", blockMs, "STREAMS", address, cursor];
        const found = (await from.send(address, "XREAD", ...args)) as
          | readonly (readonly [Buffer, readonly RawEntry[]])[]
          | null;
        for (const [id, fields] of found?.[0]?.[1] ?? []) {
          cursor = id.toString();
          const body = fields?.[1]?.toString() ?? "";
          for (const listener of listeners) listener(body);
        }
      } catch {
        await pause(retryMs, closing.signal);
      }
    }
  };

  return {
    address,
    send: async (to, body) => {
      // The address came with a message: it must not become a way to write to any other key.
      if (!isReplyKey(settings.prefix, to)) {
        throw new BerrysError("invalid_argument", `\`${to}\` is no reply address`);
      }
      try {
        await connection.ready(settings.publishTimeoutMs);
        await connection.run(replyScript, [to], [maxReplies, expiryMs, body]);
      } catch (error) {
        throw toBerrysError(error);
      }
    },
    onReply: (listener) => {
      listeners.push(listener);
      if (waiting !== null || closing.signal.aborted) return;
      waiting = connect();
      void listen(waiting);
    },
    close: () => {
      closing.abort();
      waiting?.close();
    },
  };
}
