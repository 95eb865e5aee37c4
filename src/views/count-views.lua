-- Counts views of one partition: each at most once, however often this call or the view itself is sent again.
-- KEYS  1 reply of this call (string)   2 totals of the lineage (hash)   3 lineages that have totals (set)
--       4 board of the hour   5 board of the day   6 board of the week   7 landmarks of the three (hash)
--       8 minutes touched late (set)   9 slices that have counters (set)
--       10 view stream (stream)   11 views given to the stream so far (string)
--       12.. what minutes, slices and views below name by number: the board of a minute and after it its
--            discount board, counters of a slice (hash), sets of what was seen, readers of an article on a day
--            (HyperLogLog)
-- ARGV  1 id of this call   2 lineage, as the caller knows it   3 now, ms
--       4 half-life of the hour's board, ms   5 of the day's   6 of the week's
--       7 views kept in the stream   8 seconds to keep a reply   9 seconds to keep a minute
--       10 seconds to keep a set of visitors   11 seconds to keep a set of events
--       12 seconds to keep the readers of a day
--       13 how many minutes   14 how many slices   15 how many views
--       16 as one JSON array, since each argument by itself costs as much as all that is made of it: minutes as
--            {key, minute}; slices as {key, name}; views as {article, time in ms, weight for
--            ranking, key of its minute or 0, key of its slice, source, its line in the stream, key of its
--            event's set or 0, member of the event, member of the event with its content, key of the event's set of
--            the day before, then key and member
--            in the newest set of visitors, in the one before and in the oldest, 0 where it is late, key of the
--            article's readers or 0, reader}; then, of views that have waited, each newer set that their reader may be
--            in by now, as {number of the view, key, member}
-- GIVES for each view: 1 counted, 0 a repeat or 2 another view under the same event id, then the article's views in
--       the totals of this lineage; last the generation of these, empty where there are none
--       STALE_LINEAGE and the present one when another Redis counts than the caller thinks: nothing is counted

-- include: add-to-board.lua
-- include: call-memory.lua
-- include: growing-counters.lua

local before = reply_before(KEYS[1])
if before then
  return before
end
local lineage = ARGV[2]
local refusal = refusal_of(lineage)
if refusal then
  return refusal
end

local call, now = ARGV[1], tonumber(ARGV[3])
local minute_count, slice_count, view_count = tonumber(ARGV[13]), tonumber(ARGV[14]), tonumber(ARGV[15])
local data = cjson.decode(ARGV[16])
local first_slice = 1 + 2 * minute_count
local first_view = first_slice + 2 * slice_count
local VIEW_FIELDS = 19
local REPEAT, COUNTED, REUSED = 0, 1, 2

local function remember(set, member, seconds)
  if redis.call('SADD', set, member) == 0 then
    return false
  end
  redis.call('EXPIRE', set, seconds, 'NX')
  return true
end

-- An event is remembered by two members of one set: its id, and its id with what was reported under it. One without a
-- time, sent again after midnight, belongs to another day than when it was first sent: it is looked up there too.
local function outcome_of_event(at)
  local event_set = data[at + 7]
  if event_set == 0 then
    return COUNTED
  end
  local events, day_before = KEYS[event_set], KEYS[data[at + 10]]
  local was_known = redis.call('SISMEMBER', day_before, data[at + 8]) == 1
  if not was_known and remember(events, data[at + 8], ARGV[11]) then
    redis.call('SADD', events, data[at + 9])
    return COUNTED
  end
  local was_told = redis.call('SISMEMBER', events, data[at + 9]) == 1
    or redis.call('SISMEMBER', day_before, data[at + 9]) == 1
  return was_told and REPEAT or REUSED
end

-- By the place of a view: newer sets of visitors to look in.
local newer = {}
for place = first_view + VIEW_FIELDS * view_count, #data, 3 do
  local at = first_view + (data[place] - 1) * VIEW_FIELDS
  newer[at] = newer[at] or {}
  table.insert(newer[at], { KEYS[data[place + 1]], data[place + 2] })
end

local function outcome_of(at)
  local of_event = outcome_of_event(at)
  local newest = data[at + 11]
  if of_event ~= COUNTED or newest == 0 then
    return of_event
  end
  for older = at + 13, at + 15, 2 do
    if redis.call('SISMEMBER', KEYS[data[older]], data[older + 1]) == 1 then
      return REPEAT
    end
  end
  for _, set in ipairs(newer[at] or {}) do
    if redis.call('SISMEMBER', set[1], set[2]) == 1 then
      return REPEAT
    end
  end
  return remember(KEYS[newest], data[at + 12], ARGV[10]) and COUNTED or REPEAT
end

-- Counted views, gathered so that each counter is written once, however many of them are of one article.
local totals, of_minute, discount_of_minute, of_slice, of_readers = {}, {}, {}, {}, {}
local for_boards, lines, outcomes = {}, {}, {}
for view = 1, view_count do
  local at = first_view + (view - 1) * VIEW_FIELDS
  local article, weight = data[at], data[at + 2]
  local minute_key, slice_key = data[at + 3], data[at + 4]
  outcomes[view] = outcome_of(at)
  if outcomes[view] == COUNTED then
    add(totals, article, 1)
    of_slice[slice_key] = of_slice[slice_key] or {}
    add(of_slice[slice_key], article .. ':' .. data[at + 5], 1)
    if minute_key > 0 then
      of_minute[minute_key] = of_minute[minute_key] or {}
      discount_of_minute[minute_key] = discount_of_minute[minute_key] or {}
      add(of_minute[minute_key], article, 1)
      if weight < 1 then
        add(discount_of_minute[minute_key], article, 1 - weight)
      end
    end
    if weight > 0 then
      for_boards[#for_boards + 1] = { data[at + 1], weight, article }
    end
    local readers_key = data[at + 17]
    if readers_key > 0 then
      local readers = of_readers[readers_key] or {}
      readers[#readers + 1] = data[at + 18]
      of_readers[readers_key] = readers
    end
    lines[#lines + 1] = data[at + 6]
  end
end

if #lines > 0 then
  if grow(KEYS[2], totals, call, KEYS[3], lineage) then
    spread_out(KEYS[2])
  end
  for slice = first_slice, first_view - 1, 2 do
    local key = data[slice]
    grow(KEYS[key], of_slice[key] or {}, call, KEYS[9], data[slice + 1])
  end
  for key, readers in pairs(of_readers) do
    if redis.call('PFADD', KEYS[key], unpack(readers)) == 1 then
      redis.call('EXPIRE', KEYS[key], ARGV[12], 'NX')
    end
  end
  for minute = 1, first_slice - 1, 2 do
    local key = data[minute]
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
      if data[minute + 1] < math.floor(now / 60000) - 1 then
        redis.call('SADD', KEYS[8], data[minute + 1])
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
  local article = data[first_view + (view - 1) * VIEW_FIELDS]
  totals[article] = totals[article] or tonumber(redis.call('HGET', KEYS[2], article) or 0)
  reply[#reply + 1] = outcomes[view]
  reply[#reply + 1] = totals[article]
end
reply[#reply + 1] = redis.call('HGET', KEYS[2], 'generation') or ''
return keep_reply(KEYS[1], reply, ARGV[8])
