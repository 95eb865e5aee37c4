-- Counts where readers went on to, each article on a board with a clock of its own, which runs with the onward clicks
-- of the article and with the hours. All of one partition. The clock lies in the board, as two members more: a hash
-- beside it takes 200 bytes an article and a second command for each reading.
-- KEYS  1.. of each article: its neighbour board (sorted set)
-- ARGV  1 now, in half-lives of hours   2 onward clicks in a half-life   3 neighbours to keep   4 to trim above
--       5 seconds to keep a board   6 the member that counts all   7 the member whose score is the onward clicks so far
--       8 the member whose score is the landmark
--       9.. of each article: how many visits, and of each visit: article gone to, weight, 1 if the clock ticks or 0
-- GIVES how many visits were counted
-- include: add-to-board.lua

local hours, clicks_per_half_life = tonumber(ARGV[1]), tonumber(ARGV[2])
local keep, trim_above, keep_seconds = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local all, clicks_so_far, landmark = ARGV[6], ARGV[7], ARGV[8]
local at, counted = 9, 0

for key = 1, #KEYS do
  local board = KEYS[key]
  local clicks = tonumber(redis.call('ZSCORE', board, clicks_so_far) or 0)
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
  add_to_board(board, board, landmark, 1, views)
  -- Three more than articles: the member that counts all has the highest score of those that are trimmed by it, so it
  -- stays; the clock is no such score, and stands aside meanwhile.
  if redis.call('ZCARD', board) > trim_above + 3 then
    local since = redis.call('ZSCORE', board, landmark)
    redis.call('ZREM', board, clicks_so_far, landmark)
    redis.call('ZREMRANGEBYRANK', board, 0, -(keep + 2))
    redis.call('ZADD', board, since, landmark)
  end
  -- Set, not added to: a rescale has scaled it with the rest.
  redis.call('ZADD', board, clicks + ticks, clicks_so_far)
  redis.call('EXPIRE', board, keep_seconds)
end
return counted
