-- Takes what is too old out of the view stream of a partition and of what lies beside it, from the oldest on: an entry
-- goes when all its views, and those of all entries before it, were read too long ago. Entries of a stream that are
-- deleted stay in memory with their block, which on a quiet site may be many days' worth: a block goes as a whole, and
-- what is still young enough in it goes beside the stream.
-- KEYS  1 view stream (stream)   2 what lies beside it (sorted set)
-- ARGV  1 time before which views are too old, ms   2 seconds to keep what lies beside
--       3 how many entries are looked at: more than a block has
-- GIVES 1 when there may be more to take, else 0

local too_old, most = tonumber(ARGV[1]), tonumber(ARGV[3])
local GREATEST_ID = '18446744073709551615-18446744073709551615'

local function is_old(lines)
  for at in string.gmatch('\n' .. lines, '\n%S+ (%d+)') do
    if tonumber(at) >= too_old then
      return false
    end
  end
  return true
end

local has_more = 0
local beside = redis.call('ZRANGE', KEYS[2], 0, most - 1)
for place, member in ipairs(beside) do
  if not is_old(string.match(member, ' (.*)')) then
    break
  end
  redis.call('ZREM', KEYS[2], member)
  if place == most then
    has_more = 1
  end
end

local entries = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', most)
local old = 0
while old < #entries and is_old(entries[old + 1][2][2]) do
  old = old + 1
end
if old == 0 then
  return has_more
end

-- "~": whole blocks alone, those that end before the entry.
local function trim_before(place)
  local id = entries[place] and entries[place][1] or GREATEST_ID
  return redis.call('XTRIM', KEYS[1], 'MINID', '~', id)
end

if old == most then
  if trim_before(most) == 0 then
    redis.call('XTRIM', KEYS[1], 'MINID', entries[most][1])
  end
  return 1
end
if trim_before(old + 1) > 0 then
  return 1
end
-- The first block has some of both: it ends before the first entry that makes it go.
local last = #entries < most and #entries + 1 or #entries
local of_block = 0
for place = old + 2, last do
  of_block = trim_before(place)
  if of_block > 0 then
    break
  end
end
for place = old + 1, of_block do
  local id = entries[place][1]
  redis.call('ZADD', KEYS[2], string.match(id, '^%d+'), id .. ' ' .. entries[place][2][2])
  redis.call('EXPIRE', KEYS[2], ARGV[2])
end
if of_block == 0 then
  redis.call('XTRIM', KEYS[1], 'MINID', entries[old + 1][1])
end
return has_more
