import { defineScript } from "./connection.ts";

/**
 * Put before a script whose effects only the owner may have. KEYS[1] lease, KEYS[2] epoch, ARGV[1] token,
 * ARGV[2] lease ms. A lease that ran out, or that vanished with all data, and that nobody took meanwhile, is still
 * its last owner's.
 */
export const fence = `
local holder = redis.call('GET', KEYS[1])
if holder ~= ARGV[1] then
  local mine = string.match(ARGV[1], '/(%d+)$')
  local epoch = redis.call('GET', KEYS[2])
  if holder or (epoch and epoch ~= mine) then
    return redis.error_reply('LEASELOST another owner')
  end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  if not epoch then redis.call('SET', KEYS[2], mine) end
end
`;

/** What a fenced script answers to one that is no longer the owner. */
export const leaseLost = "LEASELOST";

/**
 * Becomes the owner of a partition, if it has none, and makes sure that the group exists.
 * KEYS lease, epoch, stream, state, pending, urgent:pending, replay:pending. ARGV member, lease ms, group, id to
 * begin at where nothing is known of the group (`$`: the end).
 * Returns epoch, offset, whether the group had to be created, whether the last owner left nothing half done, the
 * last id it had taken up, the server's time in ms, and the three pending hashes; nothing: it has another owner.
 */
export const acquireScript = defineScript(`
local holder = redis.call('GET', KEYS[1])
local mine = ARGV[1] .. '/'
if holder and string.sub(holder, 1, #mine) ~= mine then return false end
local epoch = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], mine .. epoch, 'PX', ARGV[2])

local existed = redis.call('EXISTS', KEYS[3]) == 1
local created = redis.pcall('XGROUP', 'CREATE', KEYS[3], ARGV[3], ARGV[4], 'MKSTREAM')
if created.err and not string.find(created.err, 'BUSYGROUP', 1, true) then return created end
if not created.err and not existed and ARGV[4] ~= '0' and ARGV[4] ~= '$' then
  redis.call('XSETID', KEYS[3], ARGV[4])
end
local before = 'taken:' .. (epoch - 1)
local state = redis.call('HMGET', KEYS[4], 'offset', 'clean', before)
local offset = state[1]
if not offset then
  for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[3])) do
    local fields = {}
    for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
    if fields['name'] == ARGV[3] then offset = fields['last-delivered-id'] end
  end
end
redis.call('HDEL', KEYS[4], 'clean', before)
redis.call('HSET', KEYS[4], 'offset', offset)
local time = redis.call('TIME')
return {epoch, offset, created.err and 0 or 1, state[2] and 1 or 0, state[3] or '',
  time[1] * 1000 + math.floor(time[2] / 1000),
  redis.call('HGETALL', KEYS[5]), redis.call('HGETALL', KEYS[6]), redis.call('HGETALL', KEYS[7])}
`);

/**
 * Stays the owner. KEYS lease, epoch, replay, then sets of due times. ARGV token, lease ms.
 * Returns how many replays wait, and ms until the next delayed message is due (-1: none waits).
 */
export const renewScript = defineScript(`${fence}
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local soonest
for i = 4, #KEYS do
  local next = redis.call('ZRANGE', KEYS[i], 0, 0, 'WITHSCORES')
  local due = tonumber(next[2])
  if due and (not soonest or due < soonest) then soonest = due end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return {redis.call('XLEN', KEYS[3]), soonest and math.max(0, soonest - now) or -1}
`);

/**
 * Gives a partition up. What was started and did not end counts as delivered once more; the rest is as if untouched.
 * KEYS lease, epoch, state, pending, urgent:pending, replay:pending. ARGV token, lease ms, then for each of the three
 * pending hashes how many values follow, and these: entry, deliveries.
 */
export const releaseScript = defineScript(`${fence}
local at = 3
for key = 4, 6 do
  local count = tonumber(ARGV[at])
  for i = at + 1, at + count, 2 do redis.call('HSET', KEYS[key], ARGV[i], ARGV[i + 1]) end
  at = at + count + 1
end
redis.call('HSET', KEYS[3], 'clean', 1)
redis.call('DEL', KEYS[1])
return 1
`);

/** Says that a member is there. KEYS members. ARGV member, ms after which a silent one is gone. Returns all that are there. */
export const heartbeatScript = defineScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, -1)
`);
