-- Takes the minutes that late views have touched, unless somebody of a later term has taken any: a leader that has
-- slept over its lease would take away what its successor must read.
-- KEYS  1 minutes touched late (set)   2 the largest term that has taken any (string)
-- ARGV  1 term of who asks   2 how many minutes at most
-- GIVES { 0, the later term } or { 1, minute, minute ... }
local known = tonumber(redis.call('GET', KEYS[2])) or 0
local term = tonumber(ARGV[1])
if known > term then
  return { 0, known }
end
if known < term then
  redis.call('SET', KEYS[2], ARGV[1])
end
local taken = redis.call('SPOP', KEYS[1], ARGV[2])
table.insert(taken, 1, 1)
return taken
