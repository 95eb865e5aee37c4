-- Gives parts of a partition's boards what they are missing, each part once for a lineage.
-- KEYS  1 what is known of the boards (hash)   2 board of the hour   3 of the day   4 of the week
--       5 landmarks of the three (hash)   6 minutes touched late (set)
--       7.. for each minute its board and its discount board
-- ARGV  1 lineage that counts   2 when it was noticed that it does   3 parts in all   4 now, ms
--       5 the time of the figures, ms   6 half-life of the hour's board, ms   7 of the day's   8 of the week's
--       9 seconds to keep a minute   10 how many parts these are   11 how many minutes   12 how many articles
--       13.. parts; minutes; articles as {article, worth on the three boards now}; then, for the rest,
--            {minute by its place here, article, views, discount}
-- GIVES 1 done, 0 they had been done
--       STALE_REBUILD when another lineage counts by now, or Redis was emptied: nothing is done

-- include: add-to-board.lua

local known, lineage = KEYS[1], ARGV[1]
local plan = lineage .. ' ' .. ARGV[2]
if
  string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)') ~= lineage
  or redis.call('HGET', known, 'found-lineage') ~= lineage
  or redis.call('HGET', known, 'found') ~= ARGV[2]
then
  return redis.error_reply('STALE_REBUILD of lineage ' .. lineage)
end
local part_count, minute_count, article_count = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])
if part_count == 1 and redis.call('HGET', known, 'part:' .. ARGV[13]) == plan then
  return 0
end
local now = tonumber(ARGV[4])
local at = 13 + part_count
local minutes = {}
for i = 1, minute_count do
  minutes[i] = tonumber(ARGV[at])
  at = at + 1
end

local for_hour, for_day, for_week = {}, {}, {}
for i = 1, article_count do
  local article = ARGV[at]
  for_hour[i] = { now, tonumber(ARGV[at + 1]), article }
  for_day[i] = { now, tonumber(ARGV[at + 2]), article }
  for_week[i] = { now, tonumber(ARGV[at + 3]), article }
  at = at + 4
end
if article_count > 0 then
  add_to_board(KEYS[2], KEYS[5], 'hour', tonumber(ARGV[6]), for_hour, 'fast')
  add_to_board(KEYS[3], KEYS[5], 'day', tonumber(ARGV[7]), for_day, 'fast')
  add_to_board(KEYS[4], KEYS[5], 'week', tonumber(ARGV[8]), for_week, 'fast')
end
for i = at, #ARGV, 4 do
  local minute = tonumber(ARGV[i])
  local board = KEYS[5 + 2 * minute]
  redis.call('ZINCRBY', board, ARGV[i + 2], ARGV[i + 1])
  redis.call('EXPIRE', board, ARGV[9], 'NX')
  if tonumber(ARGV[i + 3]) > 0 then
    redis.call('ZINCRBY', KEYS[6 + 2 * minute], ARGV[i + 3], ARGV[i + 1])
    redis.call('EXPIRE', KEYS[6 + 2 * minute], ARGV[9], 'NX')
  end
end
for i = 1, minute_count do
  redis.call('SADD', KEYS[6], minutes[i])
  redis.call('EXPIRE', KEYS[6], ARGV[9])
end

for i = 13, 12 + part_count do
  redis.call('HSET', known, 'part:' .. ARGV[i], plan, 'seen:' .. ARGV[i], ARGV[5])
end
for part = 0, tonumber(ARGV[3]) - 1 do
  if redis.call('HGET', known, 'part:' .. part) ~= plan then
    return 1
  end
end
redis.call('HSET', known, 'lineage', lineage, 'seen', ARGV[5])
return 1
