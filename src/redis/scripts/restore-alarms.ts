// Lua: sets the alarms that are missing, and leaves alone those that are there.
import type { Script } from '../client.ts'

/**
 * One script, because between looking and setting somebody could set or claim the alarm, and that must win. One that runs
 * is not missing; one that was set aside is, and gets another chance.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  leases: sorted set of `kind:id` that runs, by the end of its lease
 * KEYS[3]  set aside: hash of `kind:id` -> JSON
 *
 * ARGV     for each: member, when it is due (milliseconds since epoch)
 *
 * Returns how many were set.
 */
export const restoreAlarms: Script = {
  lua: `
local restored = 0
for i = 1, #ARGV, 2 do
  if not redis.call('ZSCORE', KEYS[2], ARGV[i]) and redis.call('ZADD', KEYS[1], 'NX', ARGV[i + 1], ARGV[i]) == 1 then
    restored = restored + 1
    redis.call('HDEL', KEYS[3], ARGV[i])
  end
end
return restored
`,
}
