-- Counts where readers went on to, each article on a board with a clock of its own, which runs with the onward clicks
-- of the article and with the hours. All of one partition. The clock lies in the board, as two members more: a hash
-- beside it takes 200 bytes an article and a second command for each reading.
-- KEYS  1.. of each article: its neighbour board (sorted set)
-- ARGV  1 now, in half-lives of hours   2 onward clicks in a half-life   3 neighbours to keep   4 to trim above
--       5 seconds to keep a board   6 the member that counts all   7 the member whose score is the onward clicks so far
--       8 the member whose score is the landmark   9 what members of ways back begin with
--       10 onward clicks so far at which a way back counts half
--       11.. of each article: how many visits, and of each visit: member, weight, 1 if the clock ticks or 0
-- GIVES how many visits were counted
-- include: add-to-board.lua

local hours, clicks_per_half_life = tonumber(ARGV[1]), tonumber(ARGV[2])
local keep, trim_above, keep_seconds = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local all, clicks_so_far, landmark = ARGV[6], ARGV[7], ARGV[8]
local way_back, halves_at = ARGV[9], tonumber(ARGV[10])
local at, counted = 11, 0

for key = 1, #KEYS do
  local board = KEYS[key]
  local clicks = tonumber(redis.call('ZSCORE', board, clicks_so_far) or 0)
  local ticks, views = 0, {}
  for _ = 1, tonumber(ARGV[at]) do
    local member, weight = ARGV[at + 1], tonumber(ARGV[at + 2])
    ticks = ticks + tonumber(ARGV[at + 3])
    local time = (clicks + ticks) / clicks_per_half_life + hours
    if string.sub(member, 1, #way_back) == way_back then
      views[#views + 1] = { time, weight * halves_at / (halves_at + clicks + ticks), member }
    else
      views[#views + 1] = { time, weight, member }
      views[#views + 1] = { time, weight, all }
    end
    at = at + 3
    counted = counted + 1
  end
  at = at + 1
  add_to_board(board, board, landmark, 1, views)
  -- Three more than articles: what counts all and the clock are no scores of articles, and stand aside meanwhile.
  if redis.call('ZCARD', board) > trim_above + 3 then
    local since, of_all = redis.call('ZSCORE', board, landmark), redis.call('ZSCORE', board, all)
    redis.call('ZREM', board, clicks_so_far, landmark, all)
    redis.call('ZREMRANGEBYRANK', board, 0, -(keep + 1))
    redis.call('ZADD', board, since, landmark)
    if of_all then redis.call('ZADD', board, of_all, all) end
  end
  -- Set, not added to: a rescale has scaled it with the rest.
  redis.call('ZADD', board, clicks + ticks, clicks_so_far)
  redis.call('EXPIRE', board, keep_seconds)
end
return counted
