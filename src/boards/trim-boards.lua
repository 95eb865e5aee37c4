-- Takes from the boards of a partition what has decayed below a fraction of a view.
-- KEYS  1 board of the hour (sorted set)   2 of the day   3 of the week   4 landmarks (hash)
-- ARGV  1 now, ms   2 the fraction   3 half-life of the hour's board, ms   4 of the day's   5 of the week's
-- GIVES how many members were taken
local now, least = tonumber(ARGV[1]), tonumber(ARGV[2])

local function trim(board, field, half_life)
  local landmark = tonumber(redis.call('HGET', KEYS[4], field) or nil)
  if not landmark then
    return 0
  end
  -- Infinite after a long silence, and then the whole board goes.
  local threshold = least * 2 ^ ((now - landmark) / tonumber(half_life))
  local taken = redis.call('ZREMRANGEBYSCORE', board, '-inf', threshold)
  if redis.call('EXISTS', board) == 0 then
    redis.call('HDEL', KEYS[4], field) -- the next view begins the board anew
  end
  return taken
end

return trim(KEYS[1], 'hour', ARGV[3]) + trim(KEYS[2], 'day', ARGV[4]) + trim(KEYS[3], 'week', ARGV[5])
