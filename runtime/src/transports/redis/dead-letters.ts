import type { LetterBox, LetterMove } from "../queue-admin.ts";
import type { DeadLetter, DeadLetterStore } from "../transport.ts";
import type { RedisConnection } from "./connection.ts";
import { toBerrysError } from "./errors.ts";
import type { Settings } from "./options.ts";

const pageSize = 200;

/** The little that a program needs of the dead letters; operators have `LetterBox`. */
export function createRedisDeadLetters(
  connection: RedisConnection,
  box: LetterBox,
  settings: Settings,
): DeadLetterStore {
  const settle = async (letter: DeadLetter, move: LetterMove): Promise<boolean> => {
    try {
      await connection.ready(settings.publishTimeoutMs);
      return (await box.move(letter, move, { by: "program", why: "", run: "" })) !== null;
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
          for (let after: string | undefined; ; ) {
            const page = await box.read({
              ...query,
              partition,
              limit: pageSize,
              ...(after === undefined ? null : { after }),
            });
            letters.push(...page);
            after = page.at(-1)?.letterId;
            if (page.length < pageSize) break;
          }
        }
      } catch (error) {
        throw toBerrysError(error);
      }
      return letters;
    },
    replay: (letter) => settle(letter, { kind: "replay" }),
    discard: (letter) => settle(letter, { kind: "discard" }),
  };
}
