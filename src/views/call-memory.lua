-- What makes a call safe to send again: its reply is kept for a while under its id, and one that counts on another
-- Redis than its caller thinks is refused before it has touched anything.

-- The reply of this call where it has been answered before, else nil.
local function reply_before(memory)
  local packed = redis.call('GET', memory)
  return packed and cmsgpack.unpack(packed) or nil
end

-- The refusal where another Redis counts than the caller thinks, else nil.
local function refusal_of(lineage)
  local told = redis.call('INFO', 'replication')
  if string.find(told, '\nmaster_replid:' .. lineage .. '\r', 1, true) then
    return nil
  end
  return redis.error_reply('STALE_LINEAGE ' .. string.match(told, 'master_replid:(%x+)'))
end

local function keep_reply(memory, reply, seconds)
  redis.call('SET', memory, cmsgpack.pack(reply), 'EX', seconds)
  return reply
end
