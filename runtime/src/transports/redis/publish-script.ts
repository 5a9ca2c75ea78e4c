import { defineScript } from "./connection.ts";

/**
 * Appends the messages whose ids are new and remembers the ids, all or nothing.
 * KEYS stream, seen:a, seen:b, seen. ARGV window ms, ids a generation, length of a stream that nobody reads,
 * then id, key (empty: none) and body of each message. Returns how many were new.
 */
export const publishScript = defineScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local meta = redis.call('HMGET', KEYS[4], 'current', 'since', 'count')
local current, count = meta[1] or 'b', tonumber(meta[3] or 0)
local window = tonumber(ARGV[1])
local rotate = not meta[1] or now - tonumber(meta[2]) >= window or count >= tonumber(ARGV[2])
if rotate then current = (current == 'a') and 'b' or 'a' end
local seen = (current == 'a') and KEYS[2] or KEYS[3]
local before = (current == 'a') and KEYS[3] or KEYS[2]

local ids, fresh, taken = {}, {}, {}
for i = 4, #ARGV, 3 do ids[#ids + 1] = ARGV[i] end
local inBefore = redis.call('SMISMEMBER', before, unpack(ids))
local inSeen = rotate and {} or redis.call('SMISMEMBER', seen, unpack(ids))
for i, id in ipairs(ids) do
  if inBefore[i] == 0 and (inSeen[i] or 0) == 0 and not taken[id] then
    taken[id] = true
    fresh[#fresh + 1] = id
    local key, body = ARGV[i * 3 + 2], ARGV[i * 3 + 3]
    if key == '' then
      redis.call('XADD', KEYS[1], '*', 'id', id, 'body', body)
    else
      redis.call('XADD', KEYS[1], '*', 'id', id, 'key', key, 'body', body)
    end
  end
end
if #fresh == 0 then return 0 end

if rotate then
  redis.call('DEL', seen)
  redis.call('HSET', KEYS[4], 'current', current, 'since', now, 'count', #fresh)
  if #redis.call('XINFO', 'GROUPS', KEYS[1]) == 0 then
    redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[3])
  end
else
  redis.call('HINCRBY', KEYS[4], 'count', #fresh)
end
redis.call('SADD', seen, unpack(fresh))
redis.call('PEXPIRE', seen, window * 2)
redis.call('PEXPIRE', KEYS[4], window * 2)
return #fresh
`);
