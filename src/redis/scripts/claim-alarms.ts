// Lua: takes the alarms that are due, so that nobody else runs them for one lease.
import type { Script } from '../client.ts'

/**
 * One script, because between reading what is due and taking it another worker would read the same. What is claimed
 * leaves the alarms and stands among the leases until it is finished, put back or set aside; the lease of a worker that
 * died runs out, and the next claim brings the alarm back and counts that as a failure.
 *
 * An alarm that was set anew while it runs stays where it is until that run is over: it never runs twice at once. A
 * lease that ends later than one taken now was taken before the clock was set back; it is shortened, and stays its
 * holder's, whom the number tells.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  leases: sorted set of `kind:id` that runs, by the end of its lease
 * KEYS[3]  tries: hash of `kind:id` that runs or failed -> `lease failed waited`. The lease's number is 0 while it does
 *          not run, and negative if it was cleared since it runs
 * KEYS[4]  number of the newest lease
 *
 * ARGV[1]  now, milliseconds since epoch
 * ARGV[2]  now and one lease
 * ARGV[3]  how many at most; few enough for Lua's stack (thousands)
 *
 * Returns nothing, or the lease's number, the claimed members (the longest overdue first), and for those of them that
 * failed before: position (from 1), `lease failed waited`.
 */
export const claimAlarms: Script = {
  lua: `
local alarms, leases, tries = KEYS[1], KEYS[2], KEYS[3]
local most = tonumber(ARGV[3])

for _, member in ipairs(redis.call('ZRANGEBYSCORE', leases, '(' .. ARGV[2], '+inf', 'LIMIT', 0, most)) do
  redis.call('ZADD', leases, ARGV[2], member)
end

local lapsed = redis.call('ZRANGEBYSCORE', leases, '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, most)
for i = 1, #lapsed, 2 do
  local member = lapsed[i]
  local cleared, failed, waited = string.match(redis.call('HGET', tries, member) or '0 0 0', '^(-?)%d+ (%d+) (%d+)$')
  redis.call('ZREM', leases, member)
  if cleared == '-' then
    redis.call('HDEL', tries, member)
  else
    redis.call('ZADD', alarms, 'NX', lapsed[i + 1], member)
    redis.call('HSET', tries, member, '0 ' .. (failed + 1) .. ' ' .. waited)
  end
end

local claimed, before = {}, {}
local seen = 0
local someKnown = redis.call('HLEN', tries) > 0
while #claimed < most do
  local page = redis.call('ZRANGEBYSCORE', alarms, '-inf', ARGV[1], 'LIMIT', seen, most)
  if #page == 0 then break end
  local known = someKnown and redis.call('HMGET', tries, unpack(page)) or {}
  for i, member in ipairs(page) do
    local runs = known[i] and string.sub(known[i], 1, 2) ~= '0 '
    if not runs and #claimed < most then
      claimed[#claimed + 1] = member
      if known[i] then
        before[#before + 1] = #claimed
        before[#before + 1] = known[i]
      end
    end
  end
  if #page < most then break end
  seen = seen + #page
end
if #claimed == 0 then return {} end

local lease = redis.call('INCR', KEYS[4])
local leased, tried = {}, {}
local fresh = lease .. ' 0 0'
for i, member in ipairs(claimed) do
  leased[2 * i - 1], leased[2 * i] = ARGV[2], member
  tried[2 * i - 1], tried[2 * i] = member, fresh
end
for i = 1, #before, 2 do tried[2 * before[i]] = lease .. string.match(before[i + 1], ' .*') end
redis.call('ZREM', alarms, unpack(claimed))
redis.call('ZADD', leases, unpack(leased))
redis.call('HSET', tries, unpack(tried))
return { lease, claimed, before }
`,
}
