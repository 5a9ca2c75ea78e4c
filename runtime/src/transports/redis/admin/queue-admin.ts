import type { QueueAdmin } from "../../queue-admin.ts";
import type { RedisConnection } from "../connection.ts";
import { createConnection } from "../connector.ts";
import { toBerrysError } from "../errors.ts";
import { createRedisJournalReader } from "../journal.ts";
import { createGroupAdmin } from "./group-admin.ts";
import { createInspector } from "./inspector.ts";
import { createLetterBox } from "./letter-box.ts";

export interface RedisQueueAdminOptions {
  readonly url: string;
  /** Start of every key; default `berrys`. */
  readonly prefix?: string;
  /** Milliseconds to wait for the server; default 5,000. */
  readonly timeoutMs?: number;
}

const silenceMs = 10_000;

/** Queues and dead letters on Redis, for a process that neither publishes nor follows. */
export function createRedisQueueAdmin(
  options: RedisQueueAdminOptions,
): QueueAdmin & { readonly close: () => void } {
  const connection = createConnection({ url: options.url, name: "berrys-admin", silenceMs });
  const admin = redisQueueAdmin(connection, options.prefix ?? "berrys", options.timeoutMs ?? 5000);
  return { ...admin, close: () => connection.close() };
}

/** The same on a connection that is there already. */
export function redisQueueAdmin(
  connection: RedisConnection,
  prefix: string,
  timeoutMs: number,
): QueueAdmin {
  const guarded = <Ability extends object>(ability: Ability): Ability =>
    withReadiness(ability, connection, timeoutMs);
  return {
    queues: guarded(createInspector(connection, prefix)),
    letters: guarded(createLetterBox(connection, prefix)),
    groups: guarded(createGroupAdmin(connection, prefix)),
    journal: guarded(createRedisJournalReader(connection, prefix)),
  };
}

type AsyncMethod = (...args: readonly unknown[]) => Promise<unknown>;

/** Every method waits for the server first and rejects with `BerrysError`s alone. */
function withReadiness<Ability extends object>(
  ability: Ability,
  connection: RedisConnection,
  timeoutMs: number,
): Ability {
  const methods = Object.entries(ability).map(([name, method]) => {
    const guarded: AsyncMethod = async (...args) => {
      try {
        await connection.ready(timeoutMs);
        return await (method as AsyncMethod)(...args);
      } catch (error) {
        throw toBerrysError(error);
      }
    };
    return [name, guarded] as const;
  });
  return Object.fromEntries(methods) as Ability;
}
