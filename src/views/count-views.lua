-- Counts views of one partition: each at most once, however often this call or the view itself is sent again.
-- KEYS  1 reply of this call (string)   2 totals of the lineage (hash)   3 lineages that have totals (set)
--       4 board of the hour   5 board of the day   6 board of the week   7 landmarks of the three (hash)
--       8 minutes touched late (set)   9 slices that have counters (set)
--       10 view stream (stream)   11 views given to the stream so far (string)
--       12.. what minutes, slices and views below name by number: the board of a minute and after it its
--            discount board, counters of a slice (hash), sets of what was seen
-- ARGV  1 id of this call   2 lineage, as the caller knows it   3 now, ms
--       4 half-life of the hour's board, ms   5 of the day's   6 of the week's
--       7 views kept in the stream   8 seconds to keep a reply   9 seconds to keep a minute
--       10 seconds to keep a set of visitors   11 seconds to keep a set of events
--       12 how many minutes   13 how many slices   14 how many views
--       15.. minutes as {key, minute}; slices as {key, name}; views as {article, time in ms, weight for
--            ranking, key of its minute or 0, key of its slice, source, its line in the stream, key of its
--            event's set or 0, member, then key and member in the newest set of visitors, in the one
--            before and in the oldest; 0 where it is late}
-- GIVES for each view: 1 counted or 0 a repeat, then the article's views in this lineage
--       STALE_LINEAGE and the present one when another Redis counts than the caller thinks: nothing is counted

-- include: add-to-board.lua

local remembered = redis.call('GET', KEYS[1])
if remembered then
  return cmsgpack.unpack(remembered)
end
local lineage = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if lineage ~= ARGV[2] then
  return redis.error_reply('STALE_LINEAGE ' .. lineage)
end

local call, now = ARGV[1], tonumber(ARGV[3])
local minute_count, slice_count, view_count = tonumber(ARGV[12]), tonumber(ARGV[13]), tonumber(ARGV[14])
local first_slice = 15 + 2 * minute_count
local first_view = first_slice + 2 * slice_count
local VIEW_FIELDS = 15

local function remember(set, member, seconds)
  if redis.call('SADD', set, member) == 0 then
    return false
  end
  redis.call('EXPIRE', set, seconds, 'NX')
  return true
end

local function is_first(at)
  local event_set = tonumber(ARGV[at + 7])
  if event_set > 0 and not remember(KEYS[event_set], ARGV[at + 8], ARGV[11]) then
    return false
  end
  local newest = tonumber(ARGV[at + 9])
  if newest == 0 then
    return true
  end
  for older = at + 11, at + 13, 2 do
    if redis.call('SISMEMBER', KEYS[tonumber(ARGV[older])], ARGV[older + 1]) == 1 then
      return false
    end
  end
  return remember(KEYS[newest], ARGV[at + 10], ARGV[10])
end

local function add(sums, name, amount)
  sums[name] = (sums[name] or 0) + amount
end

-- Counted views, gathered so that each counter is written once, however many of them are of one article.
local totals, of_minute, discount_of_minute, of_slice = {}, {}, {}, {}
local for_boards, lines, outcomes = {}, {}, {}
for view = 1, view_count do
  local at = first_view + (view - 1) * VIEW_FIELDS
  local article, weight = ARGV[at], tonumber(ARGV[at + 2])
  local minute_key, slice_key = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  if is_first(at) then
    outcomes[view] = 1
    add(totals, article, 1)
    of_slice[slice_key] = of_slice[slice_key] or {}
    add(of_slice[slice_key], article .. ':' .. ARGV[at + 5], 1)
    if minute_key > 0 then
      of_minute[minute_key] = of_minute[minute_key] or {}
      discount_of_minute[minute_key] = discount_of_minute[minute_key] or {}
      add(of_minute[minute_key], article, 1)
      if weight < 1 then
        add(discount_of_minute[minute_key], article, 1 - weight)
      end
    end
    if weight > 0 then
      for_boards[#for_boards + 1] = { tonumber(ARGV[at + 1]), weight, article }
    end
    lines[#lines + 1] = ARGV[at + 6]
  else
    outcomes[view] = 0
  end
end

-- What a counter answers with exactly what was added is new in it, and the counter itself may be.
if #lines > 0 then
  for article, views in pairs(totals) do
    totals[article] = redis.call('HINCRBY', KEYS[2], article, views)
    if totals[article] == views and redis.call('HSETNX', KEYS[2], 'generation', call) == 1 then
      redis.call('SADD', KEYS[3], lineage)
      -- A value too long for the compact form: up to 512 articles Redis would else search them one by one.
      redis.call('HSET', KEYS[2], 'too long', string.rep('x', 65))
      redis.call('HDEL', KEYS[2], 'too long')
    end
  end
  for slice = first_slice, first_view - 1, 2 do
    local key = tonumber(ARGV[slice])
    for field, views in pairs(of_slice[key] or {}) do
      local grown = redis.call('HINCRBY', KEYS[key], field, views)
      if grown == views and redis.call('HSETNX', KEYS[key], 'generation', call) == 1 then
        redis.call('SADD', KEYS[9], ARGV[slice + 1])
      end
    end
  end
  for minute = 15, first_slice - 1, 2 do
    local key = tonumber(ARGV[minute])
    if of_minute[key] then
      for article, views in pairs(of_minute[key]) do
        if tonumber(redis.call('ZINCRBY', KEYS[key], views, article)) == views then
          redis.call('EXPIRE', KEYS[key], ARGV[9], 'NX')
        end
      end
      for article, discount in pairs(discount_of_minute[key]) do
        redis.call('ZINCRBY', KEYS[key + 1], discount, article)
        redis.call('EXPIRE', KEYS[key + 1], ARGV[9], 'NX')
      end
      if tonumber(ARGV[minute + 1]) < math.floor(now / 60000) - 1 then
        redis.call('SADD', KEYS[8], ARGV[minute + 1])
        redis.call('EXPIRE', KEYS[8], ARGV[9])
      end
    end
  end
  if #for_boards > 0 then
    add_to_board(KEYS[4], KEYS[7], 'hour', tonumber(ARGV[4]), for_boards, 'fast')
    add_to_board(KEYS[5], KEYS[7], 'day', tonumber(ARGV[5]), for_boards, 'fast')
    add_to_board(KEYS[6], KEYS[7], 'week', tonumber(ARGV[6]), for_boards, 'fast')
  end
  local views_so_far = redis.call('INCRBY', KEYS[11], #lines)
  local oldest_kept = math.max(views_so_far - tonumber(ARGV[7]), 0)
  redis.call(
    'XADD', KEYS[10], 'MINID', '~', string.format('%.0f-0', oldest_kept),
    string.format('%.0f-0', views_so_far), 'views', table.concat(lines, '\n')
  )
end

local reply = {}
for view = 1, view_count do
  local article = ARGV[first_view + (view - 1) * VIEW_FIELDS]
  totals[article] = totals[article] or tonumber(redis.call('HGET', KEYS[2], article) or 0)
  reply[#reply + 1] = outcomes[view]
  reply[#reply + 1] = totals[article]
end
redis.call('SET', KEYS[1], cmsgpack.pack(reply), 'EX', ARGV[8])
return reply
