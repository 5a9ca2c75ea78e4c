import { defineScript } from "../connection.ts";

/**
 * Counts entries behind an id, so many at the most: the server's own counters do not survive deletes and trims.
 * KEYS stream. ARGV id, most. Returns how many, the last of them, the first of them.
 */
export const countScript = defineScript(`
local found = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
if #found == 0 then return {0, ARGV[1], ''} end
return {#found, found[#found][1], found[1][1]}
`);

/** Milliseconds since 1970 by the server's clock. KEYS any of the slot. */
export const timeScript = defineScript(`
local time = redis.call('TIME')
return time[1] * 1000 + math.floor(time[2] / 1000)
`);
