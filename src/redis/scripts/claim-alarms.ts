// Lua: claims the alarms that are due, so that no other worker runs them for one lease.
import type { Script } from '../client.ts'

/**
 * One script, because another worker could read the same due alarms before they are taken. A claimed alarm moves from
 * the alarms to the leases until it is acknowledged, requeued or dead-lettered. When a worker crashes, its leases
 * expire, and the next claim returns their alarms and counts a failure for each.
 *
 * An alarm that is set again while it runs waits until that run is over, so it never runs twice at once. A lease that
 * ends later than a lease taken now was taken before the clock was set back. It is shortened, and still belongs to its
 * worker, because leases are compared by number.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  leases: sorted set of the claimed `kind:id`, by the end of the lease
 * KEYS[3]  tries: hash of `kind:id` that is claimed or failed -> `lease failed waited`. `lease` is 0 while the alarm is
 *          not claimed, and negative if the alarm was cleared while it runs
 * KEYS[4]  number of the newest lease
 *
 * ARGV[1]  now, milliseconds since epoch
 * ARGV[2]  end of the new lease, milliseconds since epoch
 * ARGV[3]  largest number of alarms; it must fit into Lua's stack (thousands)
 *
 * Returns nothing, or the lease's number, the claimed members (the longest overdue first), and for each of them that
 * failed before: its position (from 1), `lease failed waited`.
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
