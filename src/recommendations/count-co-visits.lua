-- Counts where readers went on to, each article on a board with a clock of its own, which runs with the onward clicks
-- of the article and with the hours. All of one partition.
-- KEYS  1.. of each article: its neighbour board (sorted set), the clock of that board (hash: clicks, landmark)
-- ARGV  1 now, in half-lives of hours   2 onward clicks in a half-life   3 neighbours to keep   4 to trim above
--       5 seconds to keep a board   6 the member that counts all
--       7.. of each article: how many visits, and of each visit: article gone to, weight, 1 if the clock ticks or 0
-- GIVES how many visits were counted
-- include: add-to-board.lua

local hours, clicks_per_half_life = tonumber(ARGV[1]), tonumber(ARGV[2])
local keep, trim_above, keep_seconds, all = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], ARGV[6]
local at, counted = 7, 0

for key = 1, #KEYS, 2 do
  local board, clock = KEYS[key], KEYS[key + 1]
  local clicks = tonumber(redis.call('HGET', clock, 'clicks') or 0)
  local ticks, views = 0, {}
  for _ = 1, tonumber(ARGV[at]) do
    local weight = tonumber(ARGV[at + 2])
    ticks = ticks + tonumber(ARGV[at + 3])
    local time = (clicks + ticks) / clicks_per_half_life + hours
    views[#views + 1] = { time, weight, ARGV[at + 1] }
    views[#views + 1] = { time, weight, all }
    at = at + 3
    counted = counted + 1
  end
  at = at + 1
  add_to_board(board, clock, 'landmark', 1, views)
  if ticks > 0 then
    redis.call('HINCRBY', clock, 'clicks', ticks)
  end
  -- One more than articles: the member that counts all has the highest score, so it is never trimmed.
  if redis.call('ZCARD', board) > trim_above + 1 then
    redis.call('ZREMRANGEBYRANK', board, 0, -(keep + 2))
  end
  redis.call('EXPIRE', board, keep_seconds)
  redis.call('EXPIRE', clock, keep_seconds)
end
return counted
