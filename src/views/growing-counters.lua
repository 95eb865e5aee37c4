-- Growing counters: hashes whose amounts only rise. The call that gives birth to one gives it its generation, by which
-- Postgres tells it from what stood under the same name before.

local function add(sums, name, amount)
  sums[name] = (sums[name] or 0) + amount
end

-- Adds the sums and leaves in their places what the counters have grown to. A counter that answers with exactly what
-- was added is new, and its hash may be: then it is named among the living, and the answer is true.
local function grow(counters, sums, call, living, name)
  local is_born = false
  for field, amount in pairs(sums) do
    local grown = redis.call('HINCRBY', counters, field, amount)
    if grown == amount and redis.call('HSETNX', counters, 'generation', call) == 1 then
      redis.call('SADD', living, name)
      is_born = true
    end
    sums[field] = grown
  end
  return is_born
end

-- Leaves the compact form at once, by a value too long for it: up to 512 fields Redis would else search one by one.
local function spread_out(counters)
  redis.call('HSET', counters, 'too long', string.rep('x', 65))
  redis.call('HDEL', counters, 'too long')
end
