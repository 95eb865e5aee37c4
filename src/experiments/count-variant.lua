-- Counts for an experiment what a reader of a bucket was shown, or clicked; each showing at most once, however often
-- this call or the report itself is sent again.
-- KEYS  1 reply of this call (string)   2 names of hashes that have counters (set)   3 counters of the hour (hash)
--       4 event ids of the day (set)   5 event ids of the day before (set)   6 readers of the day (set)
-- ARGV  1 id of this call   2 lineage, as the caller knows it   3 seconds to keep a reply   4 name of the counters
--       5 seconds to keep the counters   6 member of the event or empty   7 seconds to keep events and readers
--       8 member of the reader or empty   9 "experiment:bucket"   10 impressions   11 clicks
-- GIVES 1 counted, 0 a repeat
--       STALE_LINEAGE and the present one when another Redis counts than the caller thinks: nothing is counted

-- include: call-memory.lua
-- include: growing-counters.lua

local answered = reply_before(KEYS[1]) or refusal_of(ARGV[2])
if answered then
  return answered
end

-- A report without a time, sent again after midnight, belongs to another day than when it was first sent.
local function is_repeat()
  if ARGV[6] == '' then
    return false
  end
  if redis.call('SISMEMBER', KEYS[5], ARGV[6]) == 1 or redis.call('SADD', KEYS[4], ARGV[6]) == 0 then
    return true
  end
  redis.call('EXPIRE', KEYS[4], ARGV[7], 'NX')
  return false
end

local function is_new_reader()
  if ARGV[8] == '' or redis.call('SADD', KEYS[6], ARGV[8]) == 0 then
    return false
  end
  redis.call('EXPIRE', KEYS[6], ARGV[7], 'NX')
  return true
end

if is_repeat() then
  return keep_reply(KEYS[1], 0, ARGV[3])
end
local sums = {}
if tonumber(ARGV[10]) > 0 then
  add(sums, ARGV[9] .. ':I', tonumber(ARGV[10]))
end
if tonumber(ARGV[11]) > 0 then
  add(sums, ARGV[9] .. ':C', tonumber(ARGV[11]))
end
if is_new_reader() then
  add(sums, ARGV[9] .. ':R', 1)
end
grow(KEYS[3], sums, ARGV[1], KEYS[2], ARGV[4])
redis.call('EXPIRE', KEYS[3], ARGV[5], 'NX')
return keep_reply(KEYS[1], 1, ARGV[3])
