-- Names the growing counters of a partition, and the lineage that counts in it now.
-- KEYS  1 lineages that have totals (set)   2 slices that have counters (set)
-- GIVES the present lineage, the lineages, the slices
local lineage = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
return { lineage, redis.call('SMEMBERS', KEYS[1]), redis.call('SMEMBERS', KEYS[2]) }
