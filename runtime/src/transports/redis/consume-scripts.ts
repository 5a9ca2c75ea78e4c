import { defineScript } from "./connection.ts";
import { fence } from "./lease-scripts.ts";

/** New entries. KEYS lease, stream. ARGV token, group, consumer, count. */
export const readScript = defineScript(`${fence}
local read = redis.call('XREADGROUP', 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4],
  'STREAMS', KEYS[2], '>')
return read and read[1][2] or {}
`);

/**
 * Entries that an earlier owner read and did not settle, in order, after an id.
 * An entry that may have been started then counts as delivered once more: it may be what ended its owner.
 * KEYS lease, stream, attempts. ARGV token, group, consumer, count, id, `suspect` or `fresh` (nobody can have started them). Returns the entries and their deliveries so far.
 */
export const historyScript = defineScript(`${fence}
local read = redis.call('XREADGROUP', 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4],
  'STREAMS', KEYS[2], ARGV[5])
local entries = read and read[1][2] or {}
if #entries == 0 then return {entries, {}} end
local ids = {}
for i, entry in ipairs(entries) do ids[i] = entry[1] end
local known = redis.call('HMGET', KEYS[3], unpack(ids))
local pending = redis.call('XPENDING', KEYS[2], ARGV[2], ids[1], ids[#ids], #ids, ARGV[3])
local read_before = {}
for _, one in ipairs(pending) do read_before[one[1]] = one[4] > 1 end
local attempts = {}
for i, id in ipairs(ids) do
  attempts[i] = tonumber(known[i] or 0)
  if read_before[id] and ARGV[6] == 'suspect' then
    attempts[i] = attempts[i] + 1
    redis.call('HSET', KEYS[3], id, attempts[i])
  end
end
return {entries, attempts}
`);

/** Settles entries. KEYS lease, stream, attempts. ARGV token, group, `delete` or `keep`, ids. */
export const ackScript = defineScript(`${fence}
for i = 4, #ARGV, 500 do
  local last = math.min(i + 499, #ARGV)
  redis.call('XACK', KEYS[2], ARGV[2], unpack(ARGV, i, last))
  if ARGV[3] == 'delete' then redis.call('XDEL', KEYS[2], unpack(ARGV, i, last)) end
  redis.call('HDEL', KEYS[3], unpack(ARGV, i, last))
end
return 1
`);

/** Remembers deliveries that are over. KEYS lease, attempts. ARGV token, id, deliveries. */
export const failScript = defineScript(`${fence}
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1
`);

/**
 * Moves an entry to the dead letters, every field as it is. KEYS lease, stream, attempts, dead, halted.
 * ARGV token, group, `delete` or `keep`, id, reason, error, deliveries, key to halt (empty: none).
 */
export const deadScript = defineScript(`${fence}
local fields = {'dlq:reason', ARGV[5], 'dlq:error', ARGV[6], 'dlq:attempts', ARGV[7],
  'dlq:entry', ARGV[4], 'dlq:owner', ARGV[1]}
local found = redis.call('XRANGE', KEYS[2], ARGV[4], ARGV[4])
if found[1] then
  for _, value in ipairs(found[1][2]) do fields[#fields + 1] = value end
end
local letter = redis.call('XADD', KEYS[4], '*', unpack(fields))
redis.call('XACK', KEYS[2], ARGV[2], ARGV[4])
if ARGV[3] == 'delete' then redis.call('XDEL', KEYS[2], ARGV[4]) end
redis.call('HDEL', KEYS[3], ARGV[4])
if ARGV[8] ~= '' then redis.call('HSET', KEYS[5], ARGV[8], letter) end
return letter
`);

/**
 * Forgets what every group has settled, and of that only what is older than an id or more than a length.
 * The first group by name does it, so that it is done once. KEYS stream. ARGV group, id, length.
 */
export const trimScript = defineScript(`
local function parts(id)
  local ms, seq = string.match(id, '(%d+)-?(%d*)')
  return tonumber(ms), tonumber(seq) or 0
end
local function before(a, b)
  local ams, aseq = parts(a)
  local bms, bseq = parts(b)
  return ams < bms or (ams == bms and aseq < bseq)
end
local floor, first
for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local fields = {}
  for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
  if not first or fields['name'] < first then first = fields['name'] end
  local position = fields['last-delivered-id']
  if fields['pending'] > 0 then
    position = redis.call('XPENDING', KEYS[1], fields['name'])[2] or position
  end
  if not floor or before(position, floor) then floor = position end
end
if first ~= ARGV[1] then return 0 end
local removed = redis.call('XTRIM', KEYS[1], 'MINID', '~', before(floor, ARGV[2]) and floor or ARGV[2])
local excess = redis.call('XLEN', KEYS[1]) - tonumber(ARGV[3])
if excess > 0 then
  removed = removed + redis.call('XTRIM', KEYS[1], 'MINID', '~', floor, 'LIMIT', excess)
end
return removed
`);
