-- What makes a call safe to send again: its reply is kept for a while under its id, and one that counts on another
-- Redis than its caller thinks is refused before it has touched anything.

-- The reply of this call where it has been answered before, else nil.
local function reply_before(memory)
  local packed = redis.call('GET', memory)
  return packed and cmsgpack.unpack(packed) or nil
end

-- The refusal where another Redis counts than the caller thinks, else nil.
local function refusal_of(lineage)
  local present = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
  if present ~= lineage then
    return redis.error_reply('STALE_LINEAGE ' .. present)
  end
  return nil
end

local function keep_reply(memory, reply, seconds)
  redis.call('SET', memory, cmsgpack.pack(reply), 'EX', seconds)
  return reply
end
