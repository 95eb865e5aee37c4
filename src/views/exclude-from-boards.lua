-- Takes the views of an exclusion out of the boards of a partition, or puts them back: once, however often it is asked.
-- KEYS  1 exclusions on the boards (hash)   2 board of the hour   3 board of the day   4 board of the week
--       5 landmarks of the three (hash)   6 minutes touched late (set)   7 views given to the stream so far (string)
--       8.. the board of each minute and after it its discount board
-- ARGV  1 the exclusion and its part   2 what is wanted: 1 taken out, 2 put back
--       3 views given to the stream when it was worked out   4 seconds to keep what is known of exclusions
--       5 seconds to keep touched minutes   6 half-life of the hour's board, ms   7 of the day's   8 of the week's
--       9 time of the sums, ms   10 how many articles
--       11.. articles as {article, sum for the hour, for the day, for the week}; then the minutes as {key of its
--            board, minute, article, views, discount}
-- GIVES 1 done now, 0 done before or nothing to do

-- include: add-to-board.lua

local part, wanted = ARGV[1], tonumber(ARGV[2])
local done = tonumber(redis.call('HGET', KEYS[1], part) or 0)
if done >= wanted then
  return 0
end
redis.call('HSET', KEYS[1], part, wanted)
redis.call('EXPIRE', KEYS[1], ARGV[4])
-- Put back before it was taken out; or emptied since: whoever fills boards again leaves excluded views out.
if done == 0 and (wanted == 2 or tonumber(redis.call('GET', KEYS[7]) or 0) < tonumber(ARGV[3])) then
  return 0
end

local at, article_count = tonumber(ARGV[9]), tonumber(ARGV[10])
local after_articles = 11 + 4 * article_count
-- Sums of floats in another order than they were added in: what remains of nothing.
local NOTHING = 1e-9

local function take(board, member, amount)
  local score = redis.call('ZSCORE', board, member)
  if not score then
    return
  end
  score = tonumber(score)
  local left = score - amount
  if left <= math.max(score, amount) * NOTHING then
    redis.call('ZREM', board, member)
  else
    redis.call('ZADD', board, left, member)
  end
end

local function change_board(board, field, half_life, column)
  if wanted == 2 then
    local views = {}
    for place = 11, after_articles - 1, 4 do
      local amount = tonumber(ARGV[place + column])
      if amount > 0 then
        views[#views + 1] = { at, amount, ARGV[place] }
      end
    end
    if #views > 0 then
      add_to_board(board, KEYS[5], field, half_life, views, 'fast')
    end
    return
  end
  local landmark = tonumber(redis.call('HGET', KEYS[5], field) or nil)
  if not landmark then
    return
  end
  local weight = 2 ^ ((at - landmark) / half_life)
  for place = 11, after_articles - 1, 4 do
    take(board, ARGV[place], tonumber(ARGV[place + column]) * weight)
  end
end

change_board(KEYS[2], 'hour', tonumber(ARGV[6]), 1)
change_board(KEYS[3], 'day', tonumber(ARGV[7]), 2)
change_board(KEYS[4], 'week', tonumber(ARGV[8]), 3)

-- A minute that has expired stays away. One that is there keeps the article, with nothing: whoever follows the minutes
-- hears of it so.
local function change_minute(board, article, amount)
  local score = redis.call('ZSCORE', board, article)
  if score and wanted == 1 then
    local left = tonumber(score) - amount
    redis.call('ZADD', board, left < NOTHING and 0 or left, article)
  elseif score then
    redis.call('ZINCRBY', board, amount, article)
  end
end

for place = after_articles, #ARGV, 5 do
  local key = tonumber(ARGV[place])
  change_minute(KEYS[key], ARGV[place + 2], tonumber(ARGV[place + 3]))
  change_minute(KEYS[key + 1], ARGV[place + 2], tonumber(ARGV[place + 4]))
  redis.call('SADD', KEYS[6], ARGV[place + 1])
  redis.call('EXPIRE', KEYS[6], ARGV[5])
end
return 1
