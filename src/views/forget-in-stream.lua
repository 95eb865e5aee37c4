-- Takes the names of visitors out of entries of the view stream of a partition. An entry of a stream cannot be changed,
-- and one that is deleted stays in memory with its block: the entry and all that may share its block go beside the
-- stream, under their numbers, and out of it.
-- KEYS  1 view stream (stream)   2 what lies beside it (sorted set)   3 views given to the stream so far (string)
-- ARGV  1 seconds to keep what lies beside   2 views that the stream keeps   3 entries in a block at most
--       4 how many visitors   5.. the visitors   then ids of entries
-- GIVES how many views no longer name their visitor

local visitors = {}
for at = 5, 4 + tonumber(ARGV[4]) do
  visitors[ARGV[at]] = true
end

local forgotten = 0
local function keep_beside(id, lines)
  local nameless = string.gsub(lines, '([^\n ]+ [^\n ]+ )([^\n ]+)', function(before, visitor)
    if not visitors[visitor] then
      return nil
    end
    forgotten = forgotten + 1
    return before .. '-'
  end)
  redis.call('ZADD', KEYS[2], string.match(id, '^%d+'), id .. ' ' .. nameless)
end

local function move(entries)
  for _, entry in ipairs(entries) do
    keep_beside(entry[1], entry[2][2])
    redis.call('XDEL', KEYS[1], entry[1])
  end
end

for at = 5 + tonumber(ARGV[4]), #ARGV do
  local id = ARGV[at]
  if redis.call('XRANGE', KEYS[1], id, id)[1] then
    move(redis.call('XREVRANGE', KEYS[1], '(' .. id, '-', 'COUNT', ARGV[3]))
    move(redis.call('XRANGE', KEYS[1], id, '+', 'COUNT', tonumber(ARGV[3]) + 1))
  else
    local number = string.match(id, '^%d+')
    for _, beside in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], number, number)) do
      redis.call('ZREM', KEYS[2], beside)
      keep_beside(id, string.match(beside, ' (.*)'))
    end
  end
end
-- What the stream itself would no longer have.
local oldest_kept = tonumber(redis.call('GET', KEYS[3]) or 0) - tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', oldest_kept)
redis.call('EXPIRE', KEYS[2], ARGV[1])
return forgotten
