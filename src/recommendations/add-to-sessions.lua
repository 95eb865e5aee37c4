-- Adds views to the sessions of their visitors, in order, and gives what was read in each before. A session is a string
-- and not a list: read and written it costs half of what the four commands of a list do, and it takes less memory.
-- KEYS  1.. of each view: the session of its visitor (string: its last two readings, latest first, a blank between)
-- ARGV  1 milliseconds that a session is kept after its last view
--       2.. of each view: the reading, as number@ms
-- GIVES of each view: the session as it was before it, empty where there was none

local keep_ms = ARGV[1]
local before = {}

for view, session in ipairs(KEYS) do
  local known, reading = redis.call('GET', session) or '', ARGV[view + 1]
  local last = string.match(known, '^%S+')
  redis.call('SET', session, last and reading .. ' ' .. last or reading, 'PX', keep_ms)
  before[view] = known
end

return before
