import { defineScript } from "../connection.ts";

/**
 * Takes a letter out and decides what goes to its group in its place, in one step: whoever comes second finds nothing.
 * A replayed message keeps its fields, with its earlier deaths beside them; an edited one gets an id and a plain body.
 * A key that it halted goes on, which the owner learns from `dlq:resume`.
 * KEYS dead, replay, halted, audit. ARGV letter, `replay`, `edit` or `discard`, by, why, run, id, body.
 * Returns the entry that goes to the group (empty: none); nothing where the letter was gone.
 */
export const moveLetterScript = defineScript(`
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if not found[1] then return false end
local values, own, plain = found[1][2], {}, {}
for i = 1, #values, 2 do
  if string.sub(values[i], 1, 4) == 'dlq:' then own[values[i]] = values[i + 1]
  else plain[values[i]] = values[i + 1] end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local fields = {}
local function add(name, value)
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
if ARGV[2] == 'replay' then
  for i = 1, #values, 2 do
    if string.sub(values[i], 1, 4) ~= 'dlq:' then add(values[i], values[i + 1]) end
  end
elseif ARGV[2] == 'edit' then
  add('id', ARGV[6])
  for name, value in pairs(plain) do
    if name ~= 'id' and name ~= 'body' and name ~= 'zstd' and name ~= 'gzip' then add(name, value) end
  end
  add('body', ARGV[7])
end
if ARGV[2] ~= 'discard' then
  local known, history = pcall(cjson.decode, own['dlq:history'] or '[]')
  if not known or type(history) ~= 'table' then history = {} end
  history[#history + 1] = {
    letterId = ARGV[1], reason = own['dlq:reason'] or '', error = string.sub(own['dlq:error'] or '', 1, 2000),
    attempts = tonumber(own['dlq:attempts'] or 0), replayedAt = now, by = ARGV[3], run = ARGV[5],
  }
  while #history > 10 do table.remove(history, 1) end
  add('dlq:replays', tonumber(own['dlq:replays'] or 0) + 1)
  add('dlq:from', ARGV[1])
  add('dlq:history', cjson.encode(history))
end
if plain['key'] and redis.call('HGET', KEYS[3], plain['key']) == ARGV[1] then
  redis.call('HDEL', KEYS[3], plain['key'])
  add('dlq:resume', plain['key'])
end
local entry = ''
if #fields > 0 then entry = redis.call('XADD', KEYS[2], '*', unpack(fields)) end
redis.call('XDEL', KEYS[1], ARGV[1])
redis.call('XADD', KEYS[4], 'MAXLEN', '~', 1000, '*', 'action', ARGV[2], 'letter', ARGV[1],
  'message', plain['id'] or '', 'by', ARGV[3], 'why', ARGV[4], 'run', ARGV[5])
return entry
`);

/**
 * Lets a halted key go on. KEYS halted, replay, audit. ARGV key, by, why, run. Returns whether it was halted.
 */
export const resumeScript = defineScript(`
local letter = redis.call('HGET', KEYS[1], ARGV[1])
if not letter then return 0 end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('XADD', KEYS[2], '*', 'dlq:resume', ARGV[1])
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 1000, '*', 'action', 'resume', 'letter', letter,
  'message', '', 'by', ARGV[2], 'why', ARGV[3], 'run', ARGV[4])
return 1
`);
