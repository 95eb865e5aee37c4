-- Adds views to the sessions of their visitors, in order, and gives what was read in each before. A session is a string
-- and not a list: read and written it costs half of what the four commands of a list do, and it takes less memory.
-- What is told of late, as by a device that was offline, goes to its place by the time of reading: nothing was read
-- before it that was read after it.
-- KEYS  1.. of each view: the session of its visitor (string: its last two readings, latest first, a blank between)
-- ARGV  1 milliseconds that a session is kept after its last view
--       2.. of each view: the reading, as number@ms
-- GIVES of each view: the readings of its session before it, latest first, empty where there was none

local keep_ms = ARGV[1]
local before = {}

local function ms_of(reading)
  return tonumber(string.match(reading, '@(.+)$'))
end

for view, session in ipairs(KEYS) do
  local known, reading = redis.call('GET', session) or '', ARGV[view + 1]
  local last = string.match(known, '^%S+')
  if not last or ms_of(last) <= ms_of(reading) then
    redis.call('SET', session, last and reading .. ' ' .. last or reading, 'PX', keep_ms)
    before[view] = known
  else
    local earlier = string.match(known, ' (%S+)$')
    if earlier and ms_of(earlier) > ms_of(reading) then
      before[view] = ''
    else
      redis.call('SET', session, last .. ' ' .. reading, 'PX', keep_ms)
      before[view] = earlier or ''
    end
  end
end

return before
