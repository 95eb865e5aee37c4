-- Adds views to the sessions of their visitors, in order, and gives what was read in each before.
-- KEYS  1.. of each view: the session of its visitor (list, latest first)
-- ARGV  1 milliseconds that a session is kept after its last view   2 readings to remember
--       3.. of each view: the reading, as number@ms
-- GIVES of each view: the readings that were remembered before it, latest first

local keep_ms, last = ARGV[1], tonumber(ARGV[2]) - 1
local before = {}

for view, session in ipairs(KEYS) do
  before[view] = redis.call('LRANGE', session, 0, last)
  redis.call('LPUSH', session, ARGV[view + 2])
  redis.call('LTRIM', session, 0, last)
  redis.call('PEXPIRE', session, keep_ms)
end

return before
