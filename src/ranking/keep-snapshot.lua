-- Keeps a snapshot as the newest, if its maker still leads.
-- KEYS  1 lease (hash: holder, term, untilMs)   2 newest snapshot (string)   3 what its maker remembers (string)
-- ARGV  1 who asks   2 term of the snapshot   3 the snapshot   4 what its maker remembers   5 seconds to keep both
-- GIVES 1 kept, 0 another leads
local lease = redis.call('HMGET', KEYS[1], 'holder', 'term')
if lease[1] ~= ARGV[1] or tonumber(lease[2]) ~= tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[5])
redis.call('SET', KEYS[3], ARGV[4], 'EX', ARGV[5])
return 1
