-- Asks whether the boards of a partition are known to have everything, and if so notes the time.
-- KEYS  1 what is known of the boards (hash)
-- ARGV  1 now, ms   2 parts of a rebuild
-- GIVES nothing where they have; else the lineage that counts, the time at which this was first noticed, the time
--       until which they had everything or '', and that time for each part or ''
local known = KEYS[1]
local lineage = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if redis.call('HGET', known, 'lineage') == lineage then
  redis.call('HSET', known, 'seen', ARGV[1])
  return {}
end
if redis.call('HGET', known, 'found-lineage') ~= lineage then
  redis.call('HSET', known, 'found-lineage', lineage, 'found', ARGV[1])
end
local seen = redis.call('HGET', known, 'seen') or ''
local reply = { lineage, redis.call('HGET', known, 'found'), seen }
for part = 0, tonumber(ARGV[2]) - 1 do
  reply[#reply + 1] = redis.call('HGET', known, 'seen:' .. part) or ''
end
return reply
