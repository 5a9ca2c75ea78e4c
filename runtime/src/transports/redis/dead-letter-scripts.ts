import { defineScript } from "./connection.ts";

/**
 * Takes a letter out; `replay` sends it to its group once more, fields as they were. A key that it halted goes on,
 * which the owner learns from `dlq:resume`. KEYS dead, replay, halted. ARGV letter, group, `replay` or `discard`.
 */
export const settleLetterScript = defineScript(`
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if not found[1] then return 0 end
local fields, key = {}, false
local values = found[1][2]
for i = 1, #values, 2 do
  if values[i] == 'key' then key = values[i + 1] end
  if ARGV[3] == 'replay' and string.sub(values[i], 1, 4) ~= 'dlq:' then
    fields[#fields + 1] = values[i]
    fields[#fields + 1] = values[i + 1]
  end
end
if key and redis.call('HGET', KEYS[3], key) == ARGV[1] then
  redis.call('HDEL', KEYS[3], key)
  fields[#fields + 1] = 'dlq:resume'
  fields[#fields + 1] = key
end
if #fields > 0 then redis.call('XADD', KEYS[2], '*', unpack(fields)) end
redis.call('XDEL', KEYS[1], ARGV[1])
return 1
`);
