import { defineScript } from "./connection.ts";
import { fence } from "./lease-scripts.ts";

/** What a commit answers where Redis is not where the last one left it: a failover lost that. */
export const rolledBack = "ROLLEDBACK";

/**
 * Moves a group's position. KEYS lease, epoch, stream, state, pending, replay, replay:pending, urgent,
 * urgent:pending. ARGV token, lease ms, group, offset, id up to which everything is settled (both: empty, as before),
 * the offset before, then four lists, each behind its length: entry and deliveries to remember, entries to forget, entries of `replay`
 * and of `urgent` that are settled.
 * A consumer group that somebody destroyed is made anew where it was; `anew` tells.
 */
const commit = `
local at = 7
if ARGV[4] ~= '' then
  local known = redis.call('HGET', KEYS[4], 'offset')
  if known and known ~= ARGV[6] and known ~= ARGV[4] then
    return redis.error_reply('ROLLEDBACK to ' .. known)
  end
end
local function list()
  local first, last = at + 1, at + tonumber(ARGV[at])
  at = last + 1
  return first, last
end
local anew = 0
if ARGV[5] ~= '' then
  local set = redis.pcall('XGROUP', 'SETID', KEYS[3], ARGV[3], ARGV[5])
  if set.err then
    anew = 1
    local existed = redis.call('EXISTS', KEYS[3]) == 1
    redis.call('XGROUP', 'CREATE', KEYS[3], ARGV[3], ARGV[5], 'MKSTREAM')
    if not existed and ARGV[4] ~= '' then redis.call('XSETID', KEYS[3], ARGV[4]) end
  end
end
if ARGV[4] ~= '' then redis.call('HSET', KEYS[4], 'offset', ARGV[4]) end
local function each(command, key, first, last)
  for i = first, last, 1000 do
    redis.call(command, key, unpack(ARGV, i, math.min(i + 999, last)))
  end
end
local first, last = list()
each('HSET', KEYS[5], first, last)
first, last = list()
each('HDEL', KEYS[5], first, last)
for side = 6, 8, 2 do
  first, last = list()
  each('XDEL', KEYS[side], first, last)
  each('HDEL', KEYS[side + 1], first, last)
end
`;

export const commitScript = defineScript(`${fence}${commit}
return anew
`);

/**
 * Before a commit that moves an entry elsewhere: takes its fields, and does nothing a second time where the answer of
 * the first was lost. KEYS[10] where the entry is, ARGV (last two) entry, and its place there where it is one of many
 * (`ms-seq:place`), name of the move.
 */
const move = `
local entry, name = ARGV[#ARGV - 1], ARGV[#ARGV]
if redis.call('HGET', KEYS[4], 'moved') == name then return 0 end
redis.call('HSET', KEYS[4], 'moved', name)
local whole, place = string.match(entry, '^(.-):(%d+)$')
local found = redis.call('XRANGE', KEYS[10], whole or entry, whole or entry)
if place and found[1] then
  local first, lines, line = tonumber(place) * 3, {}, 0
  for text in string.gmatch(found[1][2][2] .. '\\n', '([^\\n]*)\\n') do
    if line >= first then lines[#lines + 1] = text end
    line = line + 1
    if #lines == 3 then break end
  end
  local fields = {'id', lines[1]}
  if lines[2] ~= '' then fields = {'id', lines[1], 'key', lines[2]} end
  fields[#fields + 1] = 'body'
  fields[#fields + 1] = lines[3]
  found[1][2] = fields
end
`;

/**
 * Moves an entry to the dead letters, every field as it is. KEYS as a commit, then the entry's stream, dead, halted.
 * ARGV as a commit, then reason, error, deliveries, key to halt (empty: none), entry, name of the move.
 */
export const deadScript = defineScript(`${fence}${move}${commit}
local fields = {'dlq:reason', ARGV[at], 'dlq:error', ARGV[at + 1], 'dlq:attempts', ARGV[at + 2],
  'dlq:entry', entry, 'dlq:owner', ARGV[1]}
if found[1] then
  for _, value in ipairs(found[1][2]) do fields[#fields + 1] = value end
end
local letter = redis.call('XADD', KEYS[11], '*', unpack(fields))
if ARGV[at + 3] ~= '' then redis.call('HSET', KEYS[12], ARGV[at + 3], letter) end
return anew
`);

/**
 * Moves an unkeyed entry to those that this group tries again later. KEYS as a commit, then the entry's stream,
 * due, held. ARGV as a commit, then delay in ms, deliveries, entry, name of the move.
 */
export const laterScript = defineScript(`${fence}${move}${commit}
if found[1] then
  local fields = {'deliveries', ARGV[at + 1]}
  for _, value in ipairs(found[1][2]) do fields[#fields + 1] = value end
  local time = redis.call('TIME')
  local due = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[at]
  redis.call('ZADD', KEYS[11], due, redis.call('XADD', KEYS[12], '*', unpack(fields)))
end
return anew
`);

/**
 * Remembers deliveries that are over, and when the next one may be. KEYS lease, epoch, pending.
 * ARGV token, lease ms, delay in ms, then entry and deliveries of each.
 */
export const failScript = defineScript(`${fence}
local time = redis.call('TIME')
local due = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3]
for i = 4, #ARGV, 2 do
  local value = ARGV[i + 1]
  if tonumber(ARGV[3]) > 0 then value = value .. ' ' .. string.format('%.0f', due) end
  redis.call('HSET', KEYS[3], ARGV[i], value)
end
return 1
`);

/**
 * Sends what is due on its way. KEYS due, held, target, pending of the target (where it is a group's own).
 * ARGV how many at most. Returns how many went, and ms until the next is due (-1: none waits).
 */
export const promoteScript = defineScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ready = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, id in ipairs(ready) do
  local found = redis.call('XRANGE', KEYS[2], id, id)
  if found[1] then
    local fields, deliveries = {}, false
    local values = found[1][2]
    for i = 1, #values, 2 do
      if values[i] == 'deliveries' then deliveries = values[i + 1]
      else
        fields[#fields + 1] = values[i]
        fields[#fields + 1] = values[i + 1]
      end
    end
    local entry = redis.call('XADD', KEYS[3], '*', unpack(fields))
    if deliveries and KEYS[4] then redis.call('HSET', KEYS[4], entry, deliveries) end
  end
  redis.call('ZREM', KEYS[1], id)
  redis.call('XDEL', KEYS[2], id)
end
local next = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return {#ready, next[2] and math.max(0, next[2] - now) or -1}
`);
