-- Takes the ranker's lease or keeps it. Whoever takes it gets a term larger than every one seen before.
-- KEYS  1 lease (hash: holder, term, untilMs)
-- ARGV  1 who asks   2 now, ms   3 length of a lease, ms; 0 gives it back   4 largest term that the caller has seen
-- GIVES { 1 the caller holds it, 0 another does; the term of the holder }
local lease = redis.call('HMGET', KEYS[1], 'holder', 'term', 'untilMs')
local now, length, seen = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local term = tonumber(lease[2]) or 0
local remaining = (tonumber(lease[3]) or 0) - now
local mine = lease[1] == ARGV[1]

-- A lease that reaches ten times as far as any can was written before the clock was put back: nobody would get it for
-- as long.
if not mine and (length == 0 or (remaining > 0 and remaining <= 10 * length)) then
  return { 0, term }
end
-- Whoever finds its own lease run out goes on in its term: nobody has led since, or the holder would be another.
if not mine or term < seen then
  term = math.max(term, seen) + 1
end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'term', term, 'untilMs', now + length)
return { 1, term }
