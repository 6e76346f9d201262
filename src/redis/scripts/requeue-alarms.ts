// Lua: requeues claimed alarms for a later try, with their counts of tries.
import type { Script } from '../client.ts'

/**
 * One script, because a crash in the middle must not lose both the lease and the alarm. An alarm that was set again
 * meanwhile keeps its new moment, and one that was cleared meanwhile does not come back.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  leases: sorted set of the claimed `kind:id`, by the end of the lease
 * KEYS[3]  tries: hash of `kind:id` -> `lease failed waited`, see claim-alarms.ts
 *
 * ARGV[1]  when they are due, milliseconds since epoch
 * ARGV[2…] for each: member, number of its lease, how often it failed, how often it waited
 *
 * Returns how many were requeued. The others were cleared, or their lease has expired.
 */
export const requeueAlarms: Script = {
  lua: `
local back = 0
for i = 2, #ARGV, 4 do
  local member = ARGV[i]
  local cleared, lease = string.match(redis.call('HGET', KEYS[3], member) or '', '^(-?)(%d+)')
  if lease == ARGV[i + 1] then
    redis.call('ZREM', KEYS[2], member)
    redis.call('HDEL', KEYS[3], member)
    if cleared ~= '-' then
      back = back + 1
      redis.call('ZADD', KEYS[1], 'NX', ARGV[1], member)
      local known = '0 ' .. ARGV[i + 2] .. ' ' .. ARGV[i + 3]
      if known ~= '0 0 0' then redis.call('HSET', KEYS[3], member, known) end
    end
  end
end
return back
`,
}
