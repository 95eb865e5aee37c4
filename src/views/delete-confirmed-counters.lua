-- Deletes growing counters, if they are still what Postgres has confirmed. Amounts only grow and no field is ever taken
-- away, so that the same number of fields with the same sum are the same figures.
-- KEYS  1 the counters (hash)   2 those of their kind that there are (set)
-- ARGV  1 their name in that set   2 their generation   3 their fields, without that one   4 their sum
--       5 the lineage that must have ended for that, or empty
-- GIVES 1 deleted, 0 they have grown since, belong to another generation or may still grow
if ARGV[5] ~= '' then
  local present = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
  if present == ARGV[5] then
    return 0
  end
end
if redis.call('HGET', KEYS[1], 'generation') ~= ARGV[2] then
  return 0
end
if redis.call('HLEN', KEYS[1]) - 1 ~= tonumber(ARGV[3]) then
  return 0
end
local sum, generations = 0, 0
for _, amount in ipairs(redis.call('HVALS', KEYS[1])) do
  if amount == ARGV[2] and generations == 0 then
    generations = 1
  else
    sum = sum + (tonumber(amount) or 0)
  end
end
if sum ~= tonumber(ARGV[4]) then
  return 0
end
redis.call('UNLINK', KEYS[1])
redis.call('SREM', KEYS[2], ARGV[1])
return 1
