import type { DeadLetter, DeadLetterStore } from "../transport.ts";
import type { RedisConnection } from "./connection.ts";
import { settleLetterScript } from "./dead-letter-scripts.ts";
import { itemOf, type RawEntry } from "./entry.ts";
import { toBerrysError } from "./errors.ts";
import { groupKeys } from "./keys.ts";
import type { Settings } from "./options.ts";

const pageSize = 200;

export function createRedisDeadLetters(
  connection: RedisConnection,
  settings: Settings,
): DeadLetterStore {
  const settle = async (letter: DeadLetter, how: "replay" | "discard"): Promise<boolean> => {
    const keys = groupKeys({ prefix: settings.prefix, ...letter }, letter.group);
    try {
      await connection.ready(settings.publishTimeoutMs);
      const settled = await connection.run(
        settleLetterScript,
        [keys.dead, keys.replay, keys.halted],
        [letter.letterId, letter.group, how],
      );
      return settled === 1;
    } catch (error) {
      throw toBerrysError(error);
    }
  };
  return {
    list: async (query) => {
      const letters: DeadLetter[] = [];
      try {
        await connection.ready(settings.publishTimeoutMs);
        for (let partition = 0; partition < query.partitions; partition++) {
          const { dead } = groupKeys({ prefix: settings.prefix, ...query, partition }, query.group);
          for (let after = "-"; ; ) {
            const page = await connection.send(dead, "XRANGE", dead, after, "+", "COUNT", pageSize);
            const entries = page as readonly RawEntry[];
            letters.push(...entries.map((raw) => letterOf(raw, { ...query, partition })));
            const last = entries.at(-1);
            if (last === undefined || entries.length < pageSize) break;
            after = `(${last[0].toString()}`;
          }
        }
      } catch (error) {
        throw toBerrysError(error);
      }
      return letters;
    },
    replay: (letter) => settle(letter, "replay"),
    discard: (letter) => settle(letter, "discard"),
  };
}

interface Place {
  readonly group: string;
  readonly channel: string;
  readonly kind: "event" | "command";
  readonly partition: number;
}

function letterOf(raw: RawEntry, { group, channel, kind, partition }: Place): DeadLetter {
  const { entry, id, key, body } = itemOf(raw, "stream", 0, false);
  const fields = new Map<string, string>();
  const [, values] = raw;
  for (let i = 0; values !== null && i + 1 < values.length; i += 2) {
    fields.set(String(values[i]), String(values[i + 1]));
  }
  const foreign = [...fields].filter(([name]) => !name.startsWith("dlq:"));
  return {
    letterId: entry,
    id,
    kind,
    channel,
    partition,
    group,
    key,
    // An entry that is no message shows whatever it has; its bytes stay as they are in Redis.
    body: fields.has("body") ? (body ?? "") : JSON.stringify(Object.fromEntries(foreign)),
    attempt: Number(fields.get("dlq:attempts") ?? 0),
    reason: fields.get("dlq:reason") ?? "",
    error: fields.get("dlq:error") ?? "",
    diedAt: new Date(Number(entry.split("-")[0])).toISOString(),
  };
}
