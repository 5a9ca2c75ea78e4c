import { BerrysError } from "../../errors.ts";
import type { JournalReader, JournalWriter } from "../../journal/journal.ts";
import { isAbout, type JournalRecord, readRecord } from "../../journal/record.ts";
import { defineScript, type RedisConnection } from "./connection.ts";
import { toBerrysError } from "./errors.ts";
import { journalKeys } from "./keys.ts";

/**
 * Appends a page and lets the oldest go. Sizes stand beside the stream, so that a service which may write the journal
 * needs no right to read it. KEYS stream, sizes, bytes. ARGV lines, bytes to keep.
 */
const appendScript = defineScript(`
local id = redis.call('XADD', KEYS[1], '*', 'lines', ARGV[1])
redis.call('RPUSH', KEYS[2], #ARGV[1] .. ' ' .. id)
local bytes = redis.call('INCRBY', KEYS[3], #ARGV[1])
local most = tonumber(ARGV[2])
for _ = 1, 64 do
  if bytes <= most then break end
  local oldest = redis.call('LPOP', KEYS[2])
  if not oldest then
    redis.call('SET', KEYS[3], 0)
    break
  end
  local size, old = string.match(oldest, '^(%d+) (.+)$')
  redis.call('XDEL', KEYS[1], old)
  bytes = redis.call('DECRBY', KEYS[3], size)
end
return 1
`);

/** KEYS stream. ARGV first id, pages, text. Returns the last id that was seen and the lines that hold the text. */
const findScript = defineScript(`
local pages = redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2])
local found, last = {}, ''
for _, page in ipairs(pages) do
  last = page[1]
  local lines = page[2][2]
  if string.find(lines, ARGV[3], 1, true) then
    for line in string.gmatch(lines, '[^\\n]+') do
      if string.find(line, ARGV[3], 1, true) then found[#found + 1] = line end
    end
  end
end
return {last, found}
`);

/** Pages that one script looks through, so that nobody else waits long. */
const pagesAtOnce = 64;
/** How much earlier than an id says the clocks of others may have been. */
const leewayMs = 60_000;
const readyMs = 1000;

/** The journal of all processes: a stream of pages, each some lines of `writeRecord`. */
export function createRedisJournalWriter(
  connection: RedisConnection,
  prefix: string,
): JournalWriter {
  const { stream, sizes, bytes } = journalKeys(prefix);
  return {
    append: async (lines, maxBytes) => {
      await connection.ready(readyMs);
      await connection.run(appendScript, [stream, sizes, bytes], [lines, maxBytes]);
    },
  };
}

export function createRedisJournalReader(
  connection: RedisConnection,
  prefix: string,
): JournalReader {
  const { stream } = journalKeys(prefix);
  return {
    find: async (id, limit) => {
      if (!/^[\x21-\x7e]{1,128}$/.test(id)) throw noIdError(id);
      const records: JournalRecord[] = [];
      let start = `${startOf(id)}`;
      try {
        for (;;) {
          const reply = await connection.run(findScript, [stream], [start, pagesAtOnce, id]);
          const [last, lines] = reply as readonly [Buffer, readonly Buffer[]];
          for (const line of lines) {
            const record = readRecord(line.toString());
            if (record !== null && isAbout(record, id)) records.push(record);
          }
          if (last.length === 0 || records.length >= limit) break;
          start = `(${last.toString()}`;
        }
      } catch (error) {
        throw toBerrysError(error);
      }
      return records.toSorted((one, other) => one.at - other.at).slice(0, limit);
    },
  };
}

/** Nothing tells of an id before it is made, and a UUID of version 7 says when that was (RFC 9562 §5.7). */
function startOf(id: string): number {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(id) ?? [];
  if (high === undefined || low === undefined) return 0;
  return Math.max(0, Number.parseInt(high + low, 16) - leewayMs);
}

function noIdError(id: string): BerrysError {
  return new BerrysError(
    "invalid_argument",
    `\`${id.slice(0, 64)}\` is no id: expected 1 to 128 visible ASCII characters`,
  );
}
