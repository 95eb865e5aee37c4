-- Counts what is no view, of one partition: impressions, engaged seconds, views by bots and by the staff; each at most
-- once, however often this call or the report itself is sent again.
-- KEYS  1 reply of this call (string)   2 slices that have counters (set)
--       3.. what slices and reports below name by number: counters of a slice (hash), sets of event ids, seconds
--           that readings have had (hash)
-- ARGV  1 id of this call   2 lineage, as the caller knows it   3 seconds to keep a reply
--       4 seconds to keep event ids   5 how many slices   6 how many reports
--       7.. slices as {key, name}; reports as {key of its event's set or 0, member, key of its slice, field, amount,
--           key of its readings or 0, its reading, most that a reading may come to, field for a reading's first,
--           key of the event's set of the day before, seconds to keep readings}
-- GIVES for each report: 1 counted or 0 a repeat, then what was added
--       STALE_LINEAGE and the present one when another Redis counts than the caller thinks: nothing is counted

-- include: call-memory.lua
-- include: growing-counters.lua

local answered = reply_before(KEYS[1]) or refusal_of(ARGV[2])
if answered then
  return answered
end

local slice_count, report_count = tonumber(ARGV[5]), tonumber(ARGV[6])
local first_report = 7 + 2 * slice_count
local REPORT_FIELDS = 11
local of_slice, reply = {}, {}

local function is_first(at)
  local event_set = tonumber(ARGV[at])
  if event_set == 0 then
    return true
  end
  -- A report without a time, sent again after midnight, belongs to another day than when it was first sent.
  if redis.call('SISMEMBER', KEYS[tonumber(ARGV[at + 9])], ARGV[at + 1]) == 1 then
    return false
  end
  if redis.call('SADD', KEYS[event_set], ARGV[at + 1]) == 0 then
    return false
  end
  redis.call('EXPIRE', KEYS[event_set], ARGV[4], 'NX')
  return true
end

local function add_to_slice(key, field, amount)
  of_slice[key] = of_slice[key] or {}
  add(of_slice[key], field, amount)
end

-- What of an amount a reading may still have; its first is counted beside it.
local function granted(at, slice_key, amount)
  local readings = tonumber(ARGV[at + 5])
  if readings == 0 then
    return amount
  end
  local so_far = tonumber(redis.call('HGET', KEYS[readings], ARGV[at + 6]) or 0)
  local grant = math.min(amount, math.max(tonumber(ARGV[at + 7]) - so_far, 0))
  if grant > 0 then
    redis.call('HINCRBY', KEYS[readings], ARGV[at + 6], grant)
    redis.call('EXPIRE', KEYS[readings], ARGV[at + 10], 'NX')
    if so_far == 0 then
      add_to_slice(slice_key, ARGV[at + 8], 1)
    end
  end
  return grant
end

for report = 1, report_count do
  local at = first_report + (report - 1) * REPORT_FIELDS
  local first, amount = is_first(at), 0
  if first then
    local slice_key = tonumber(ARGV[at + 2])
    amount = granted(at, slice_key, tonumber(ARGV[at + 4]))
    if amount > 0 then
      add_to_slice(slice_key, ARGV[at + 3], amount)
    end
  end
  reply[#reply + 1] = first and 1 or 0
  reply[#reply + 1] = amount
end

for slice = 7, first_report - 1, 2 do
  local key = tonumber(ARGV[slice])
  grow(KEYS[key], of_slice[key] or {}, ARGV[1], KEYS[2], ARGV[slice + 1])
end
return keep_reply(KEYS[1], reply, ARGV[3])
