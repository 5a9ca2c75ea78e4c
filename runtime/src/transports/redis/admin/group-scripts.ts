import { defineScript } from "../connection.ts";

/** What a script answers where a process owns the partition. */
export const owned = "OWNED";

/** Makes a group that begins behind an id. KEYS stream, state, pending. ARGV group, id. */
export const createGroupScript = defineScript(`
local created = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], ARGV[2], 'MKSTREAM')
if created.err then return created end
redis.call('DEL', KEYS[2], KEYS[3])
redis.call('HSET', KEYS[2], 'offset', ARGV[2])
return 1
`);

/**
 * Moves a group that nobody owns behind an id; what it had not settled before the id is passed over. The epoch moves
 * on, so that an owner which only stood still cannot write any more.
 * KEYS lease, epoch, stream, state, pending, audit. ARGV group, id, by, why, run.
 */
export const rewindScript = defineScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then return redis.error_reply('${owned} by a process') end
redis.call('INCR', KEYS[2])
local moved = redis.pcall('XGROUP', 'SETID', KEYS[3], ARGV[1], ARGV[2])
if moved.err then redis.call('XGROUP', 'CREATE', KEYS[3], ARGV[1], ARGV[2], 'MKSTREAM') end
redis.call('DEL', KEYS[4], KEYS[5])
redis.call('HSET', KEYS[4], 'offset', ARGV[2])
redis.call('XADD', KEYS[6], 'MAXLEN', '~', 1000, '*', 'action', 'rewind', 'letter', ARGV[2],
  'message', '', 'by', ARGV[3], 'why', ARGV[4], 'run', ARGV[5])
return 1
`);

/**
 * Forgets a group that nobody owns. The epoch stays for a day, past the last one, so that an owner which only stood
 * still cannot bring the group back. KEYS lease, epoch, stream, then every other key of the group. ARGV group.
 */
export const retireScript = defineScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then return redis.error_reply('${owned} by a process') end
if redis.call('EXISTS', KEYS[3]) == 1 then redis.call('XGROUP', 'DESTROY', KEYS[3], ARGV[1]) end
redis.call('DEL', unpack(KEYS, 4))
redis.call('INCR', KEYS[2])
redis.call('EXPIRE', KEYS[2], 86400)
return 1
`);
