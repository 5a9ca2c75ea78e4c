import { defineScript } from "../connection.ts";

/** What a script answers where a process owns the partition. */
export const owned = "OWNED";

/**
 * Makes a group, or moves one that nobody owns. KEYS lease, stream, audit.
 * ARGV group, id, `create` or `rewind`, by, why, run.
 */
export const placeGroupScript = defineScript(`
if ARGV[3] == 'create' then
  return redis.call('XGROUP', 'CREATE', KEYS[2], ARGV[1], ARGV[2], 'MKSTREAM')
end
if redis.call('EXISTS', KEYS[1]) == 1 then return redis.error_reply('${owned} by a process') end
redis.call('XGROUP', 'SETID', KEYS[2], ARGV[1], ARGV[2])
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 1000, '*', 'action', 'rewind', 'letter', ARGV[2],
  'message', '', 'by', ARGV[4], 'why', ARGV[5], 'run', ARGV[6])
return 1
`);

/** Forgets a group that nobody owns. KEYS lease, stream, then every other key of the group. ARGV group. */
export const retireScript = defineScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then return redis.error_reply('${owned} by a process') end
if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('XGROUP', 'DESTROY', KEYS[2], ARGV[1]) end
redis.call('DEL', unpack(KEYS, 3))
return 1
`);
