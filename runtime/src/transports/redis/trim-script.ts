import { defineScript } from "./connection.ts";

/**
 * Forgets what every group has settled, and of that only what is too old, too many or too large. Every group's owner
 * may ask: the second one finds nothing to do. The length is compared after each trim, since some servers report
 * success and keep everything; then entries are deleted one by one.
 * KEYS stream. ARGV age in ms, messages, bytes (0: any), age in ms and number of unsettled messages that raise an alarm.
 * Returns how many went, then each group that has so many unsettled messages of that age, and how many.
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
if redis.call('EXISTS', KEYS[1]) == 0 then return {0} end
local floor
local groups = {}
for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local fields = {}
  for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
  local position = fields['last-delivered-id']
  -- A group of somebody else's consumers keeps a pending list.
  if fields['pending'] > 0 then
    position = redis.call('XPENDING', KEYS[1], fields['name'])[2] or position
  end
  if not floor or before(position, floor) then floor = position end
  groups[#groups + 1] = {fields['name'], position}
end
if not floor then return {0} end

local length = redis.call('XLEN', KEYS[1])
local function trim(target, limit)
  if not before('0-0', target) then return 0 end
  redis.call('XTRIM', KEYS[1], 'MINID', '~', target, 'LIMIT', limit)
  local now = redis.call('XLEN', KEYS[1])
  if now == length then
    -- A whole node may stay, since entries go by nodes; more than that is a server that does not trim.
    local left = redis.call('XRANGE', KEYS[1], '-', '(' .. target, 'COUNT', 1001)
    if #left > 1000 then
      local ids = {}
      for i = 1, math.min(1000, limit) do ids[i] = left[i][1] end
      redis.pcall('XDEL', KEYS[1], unpack(ids))
      now = redis.call('XLEN', KEYS[1])
    end
  end
  local removed = length - now
  length = now
  return removed
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local oldest = string.format('%d-0', math.max(0, now - tonumber(ARGV[1])))
local removed = trim(before(floor, oldest) and floor or oldest, 100000)
local excess = length - tonumber(ARGV[2])
if excess > 0 then removed = removed + trim(floor, excess) end
if tonumber(ARGV[3]) > 0 and length > 0 then
  local usage = redis.pcall('MEMORY', 'USAGE', KEYS[1])
  if type(usage) == 'number' and usage > tonumber(ARGV[3]) then
    removed = removed + trim(floor, math.ceil(length * (usage - ARGV[3]) / usage))
  end
end

local reply = {removed}
for _, group in ipairs(groups) do
  local from = '(' .. group[2]
  local waiting = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', 1)
  if waiting[1] and now - parts(waiting[1][1]) >= tonumber(ARGV[4]) then
    local count = #redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', ARGV[5])
    if count >= tonumber(ARGV[5]) then
      reply[#reply + 1] = group[1]
      reply[#reply + 1] = count
    end
  end
end
return reply
`);
