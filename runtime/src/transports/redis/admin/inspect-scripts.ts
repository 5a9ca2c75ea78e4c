import { defineScript } from "../connection.ts";
import { packField } from "../pack.ts";

/**
 * Counts messages behind an id, of so many entries at the most: the server's own counters do not survive deletes and
 * trims. KEYS stream. ARGV id, most. Returns how many entries and messages, the last entry, the first entry.
 */
export const countScript = defineScript(`
local found = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
if #found == 0 then return {0, 0, ARGV[1], ''} end
local messages = #found
for _, entry in ipairs(found) do
  local fields = entry[2]
  if #fields == 2 and fields[1] == '${packField}' then
    local _, breaks = string.gsub(fields[2], '\\n', '')
    if breaks % 3 == 2 then messages = messages + (breaks + 1) / 3 - 1 end
  end
end
return {#found, messages, found[#found][1], found[1][1]}
`);

/** Milliseconds since 1970 by the server's clock. KEYS any of the slot. */
export const timeScript = defineScript(`
local time = redis.call('TIME')
return time[1] * 1000 + math.floor(time[2] / 1000)
`);
