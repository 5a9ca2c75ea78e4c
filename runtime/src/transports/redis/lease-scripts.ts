import { defineScript } from "./connection.ts";

/** Put before a script whose effects only the owner may have. KEYS[1] lease, ARGV[1] token. */
export const fence = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('LEASELOST another owner') end
`;

/** What a fenced script answers to one that is no longer the owner. */
export const leaseLost = "LEASELOST";

/**
 * Becomes the owner of a partition, if it has none, and makes sure that the group exists.
 * KEYS lease, epoch, stream, replay. ARGV member, lease ms, group, id to begin at where the group is missing.
 * Returns epoch, last delivered id and whether the group had to be created; nothing: it has another owner.
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
if not created.err and not existed and ARGV[4] ~= '0' then
  redis.call('XSETID', KEYS[3], ARGV[4])
end
local replay = redis.pcall('XGROUP', 'CREATE', KEYS[4], ARGV[3], '0', 'MKSTREAM')
if replay.err and not string.find(replay.err, 'BUSYGROUP', 1, true) then return replay end

local last = '0-0'
for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[3])) do
  local fields = {}
  for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
  if fields['name'] == ARGV[3] then last = fields['last-delivered-id'] end
end
return {epoch, last, created.err and 0 or 1}
`);

/** Stays the owner. KEYS lease, replay. ARGV token, lease ms. Returns how many replays wait. */
export const renewScript = defineScript(`${fence}
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('XLEN', KEYS[2])
`);

/**
 * Gives a partition up. What was not started is marked as never delivered, so that it costs no attempt.
 * KEYS lease, stream, replay. ARGV token, group, consumer, how many ids are of the stream, ids of the stream, ids of replays.
 */
export const releaseScript = defineScript(`${fence}
local function forget(stream, first, last)
  for i = first, last, 500 do
    local claim = {'XCLAIM', stream, ARGV[2], ARGV[3], 0}
    for j = i, math.min(i + 499, last) do claim[#claim + 1] = ARGV[j] end
    for _, option in ipairs({'RETRYCOUNT', 0, 'JUSTID'}) do claim[#claim + 1] = option end
    redis.call(unpack(claim))
  end
end
local count = tonumber(ARGV[4])
forget(KEYS[2], 5, 4 + count)
forget(KEYS[3], 5 + count, #ARGV)
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
