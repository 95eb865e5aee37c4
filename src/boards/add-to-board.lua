-- Adds views to a forward-decayed sorted set: each weight times 2^((t - L) / H), one ZINCRBY a member. The
-- hash beside the board holds its landmark L; from 512 half-lives on the board is rescaled first, by the
-- exact power of two, so that no score comes near 2^1023, past which ZINCRBY stores inf without an error.
-- From 1,024 on nothing is left of the old views. H and t are in one unit: milliseconds, or that of a clock
-- of the board's own. Each view is {t, weight, member}. Where `landmarks` is the board itself, L is the score of its
-- member `field`: one key less. A board of up to 128 members is a list that Redis
-- reads from its beginning, scores as text: 23 us a ZINCRBY with 125 members. A board that is to be 'fast'
-- leaves that form at birth, by a member too long for it; one that is not keeps it and needs a quarter of the
-- memory.
local function add_to_board(board, landmarks, field, half_life, views, form)
  local is_inside = landmarks == board
  local function keep(landmark)
    if is_inside then
      redis.call('ZADD', board, landmark, field)
    else
      redis.call('HSET', landmarks, field, landmark)
    end
  end
  local latest = -math.huge
  for i = 1, #views do
    latest = math.max(latest, views[i][1])
  end
  local landmark = tonumber(redis.call(is_inside and 'ZSCORE' or 'HGET', landmarks, field) or nil)
  local is_new = not landmark
  if is_new then
    landmark = latest
    redis.call('DEL', board) -- scores without their landmark mean nothing
    keep(landmark)
  end
  local epochs = math.floor((latest - landmark) / half_life / 512)
  if epochs >= 1 then
    is_new = true -- ZUNIONSTORE writes the compact form again where it can
    if epochs == 1 then
      redis.call('ZUNIONSTORE', board, 1, board, 'WEIGHTS', 2 ^ -512)
    else
      redis.call('DEL', board)
    end
    landmark = landmark + 512 * epochs * half_life
    keep(landmark)
  end
  local sums, members = {}, {}
  for i = 1, #views do
    local member = views[i][3]
    if not sums[member] then
      sums[member] = 0
      members[#members + 1] = member
    end
    sums[member] = sums[member] + views[i][2] * 2 ^ ((views[i][1] - landmark) / half_life)
  end
  for i = 1, #members do
    redis.call('ZINCRBY', board, sums[members[i]], members[i])
  end
  if is_new and form == 'fast' then
    local too_long = string.rep('x', 65)
    redis.call('ZADD', board, 0, too_long)
    redis.call('ZREM', board, too_long)
  end
end
