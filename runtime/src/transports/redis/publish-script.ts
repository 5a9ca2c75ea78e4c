import { defineScript, type RedisScript } from "./connection.ts";
import { packField } from "./pack.ts";

/**
 * Appends a batch, all or nothing, and drops it where it was appended before: batches of one publisher to one stream
 * are numbered, and one that is sent again because its answer was lost keeps its number, also when the first sending
 * arrives after the second.
 * ARGV number, ms for which it is remembered, length of a stream that nobody reads, then what `append` takes.
 * Returns the number known until then, which tells whether Redis still has what it confirmed.
 */
const publish = (append: string): RedisScript =>
  defineScript(`
-- Locals: looking up a global for each message costs as much as appending it.
local call, argv, stream = redis.call, ARGV, KEYS[1]
local number = tonumber(argv[1])
local before = tonumber(call('GET', KEYS[2]) or 0)
if before >= number then return before end
${append}
call('SET', KEYS[2], number, 'PX', argv[2])
if number % 512 == 0 and #call('XINFO', 'GROUPS', stream) == 0 then
  call('XTRIM', stream, 'MAXLEN', '~', argv[3])
end
return before
`);

/** KEYS stream, sequence. ARGV (from the fourth) id, key (empty: none) and body of each. */
export const publishScript = publish(`
for i = 4, #argv, 3 do
  if argv[i + 1] == '' then
    call('XADD', stream, '*', 'id', argv[i], 'body', argv[i + 2])
  else
    call('XADD', stream, '*', 'id', argv[i], 'key', argv[i + 1], 'body', argv[i + 2])
  end
end
`);

/** Packed entries: KEYS stream, sequence. ARGV (from the fourth) the text of each, see `packsOf`. */
export const publishPackedScript = publish(`
for i = 4, #argv do call('XADD', stream, '*', '${packField}', argv[i]) end
`);

/**
 * The same for messages with more to them: compressed bodies, priorities, times, ids that may come again.
 * KEYS stream, sequence, due, held, seen:a, seen:b, seen. ARGV (from the fourth) dedupe window in ms, ids a generation,
 * then id, key, name of the field of the body, body, priority (empty: normal), epoch ms (empty: now) and `1` where the
 * id may come again, of each. Ids are remembered in two generations, so that forgetting costs nothing.
 */
export const publishSpecialScript = publish(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[4])
local meta = redis.call('HMGET', KEYS[7], 'current', 'since', 'count')
local current, count = meta[1] or 'b', tonumber(meta[3] or 0)
local rotate = not meta[1] or now - tonumber(meta[2]) >= window or count >= tonumber(ARGV[5])
local remembered = 0
local function seen(id)
  if rotate then
    rotate = false
    current = (current == 'a') and 'b' or 'a'
    redis.call('DEL', current == 'a' and KEYS[5] or KEYS[6])
    redis.call('HSET', KEYS[7], 'current', current, 'since', now, 'count', 0)
  end
  local ids, before = KEYS[5], KEYS[6]
  if current == 'b' then ids, before = before, ids end
  if redis.call('SISMEMBER', before, id) == 1 then return true end
  if redis.call('SADD', ids, id) == 0 then return true end
  redis.call('PEXPIRE', ids, window * 2)
  remembered = remembered + 1
  return false
end
for i = 6, #ARGV, 7 do
  if ARGV[i + 6] ~= '1' or not seen(ARGV[i]) then
    local fields = {'id', ARGV[i]}
    local function add(name, value)
      if value ~= '' then
        fields[#fields + 1] = name
        fields[#fields + 1] = value
      end
    end
    add('key', ARGV[i + 1])
    add(ARGV[i + 2], ARGV[i + 3])
    add('priority', ARGV[i + 4])
    local due = tonumber(ARGV[i + 5])
    if due and due > now then
      redis.call('ZADD', KEYS[3], due, redis.call('XADD', KEYS[4], '*', unpack(fields)))
    else
      redis.call('XADD', KEYS[1], '*', unpack(fields))
    end
  end
end
if remembered > 0 then
  redis.call('HINCRBY', KEYS[7], 'count', remembered)
  redis.call('PEXPIRE', KEYS[7], window * 2)
end
`);
