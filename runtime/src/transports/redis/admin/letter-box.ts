import type {
  AuditRecord,
  GroupPlace,
  Letter,
  LetterBox,
  LetterPageRequest,
} from "../../queue-admin.ts";
import type { DeadLetter } from "../../transport.ts";
import type { RedisConnection } from "../connection.ts";
import type { RawEntry } from "../entry.ts";
import { type GroupKeys, groupKeys } from "../keys.ts";
import { timeOf } from "../stream-id.ts";
import { moveLetterScript } from "./letter-scripts.ts";
import { letterOf } from "./read-letter.ts";

/** Dead letters of groups on Redis. Errors are the client's own. */
export function createLetterBox(connection: RedisConnection, prefix: string): LetterBox {
  const keysOf = (place: GroupPlace, partition: number): GroupKeys =>
    groupKeys({ prefix, kind: place.kind, channel: place.channel, partition }, place.group);

  return {
    read: async (request) => {
      const { dead } = keysOf(request, request.partition);
      const entries = (await connection.send(
        dead,
        ...rangeOf(dead, request),
      )) as readonly RawEntry[];
      return entries.map((raw): Letter => letterOf(raw, request, request.partition));
    },
    move: async (letter, move, { by, why, run }) => {
      const { dead, replay, halted, audit } = keysOfLetter(prefix, letter);
      const [id, body] = move.kind === "edit" ? [move.id, move.body] : ["", ""];
      const entry = await connection.run(
        moveLetterScript,
        [dead, replay, halted, audit],
        [letter.letterId, move.kind, by, why, run, id, body],
      );
      return entry === null ? null : String(entry);
    },
    waiting: async (place, partition, entries) => {
      const { replay } = keysOf(place, partition);
      const found = await Promise.all(
        entries.map((entry) => connection.send(replay, "XRANGE", replay, entry, entry)),
      );
      return found.filter((one) => (one as readonly unknown[]).length > 0).length;
    },
    audit: async (place) => {
      const records: AuditRecord[] = [];
      for (let partition = 0; partition < place.partitions; partition++) {
        const { audit } = keysOf(place, partition);
        const entries = (await connection.send(
          audit,
          "XRANGE",
          audit,
          "-",
          "+",
        )) as readonly RawEntry[];
        records.push(...entries.map((raw) => recordOf(raw, partition)));
      }
      return records.sort((one, other) => (one.at < other.at ? -1 : 1));
    },
  };
}

function keysOfLetter(prefix: string, letter: DeadLetter): GroupKeys {
  const { kind, channel, partition, group } = letter;
  return groupKeys({ prefix, kind, channel, partition }, group);
}

function rangeOf(
  dead: string,
  { after, until, limit, newestFirst }: LetterPageRequest,
): readonly [string, ...(string | number)[]] {
  const from = after === undefined ? null : `(${after}`;
  if (newestFirst) return ["XREVRANGE", dead, from ?? "+", until ?? "-", "COUNT", limit];
  return ["XRANGE", dead, from ?? "-", until ?? "+", "COUNT", limit];
}

function recordOf([entry, values]: RawEntry, partition: number): AuditRecord {
  const fields = new Map<string, string>();
  for (let i = 0; values !== null && i + 1 < values.length; i += 2) {
    fields.set(String(values[i]), String(values[i + 1]));
  }
  const text = (name: string): string => fields.get(name) ?? "";
  return {
    at: timeOf(entry.toString()),
    action: text("action") as AuditRecord["action"],
    partition,
    letterId: text("letter"),
    messageId: text("message"),
    by: text("by"),
    why: text("why"),
    run: text("run"),
  };
}
