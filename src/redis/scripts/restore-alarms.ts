// Lua: sets the alarms that are missing, and does not touch the others.
import type { Script } from '../client.ts'

/**
 * One script, because an alarm that is set or claimed between the check and the setting must stay as it is. A claimed
 * alarm is not missing. A dead-lettered alarm is missing, and gets another chance.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  leases: sorted set of the claimed `kind:id`, by the end of the lease
 * KEYS[3]  dead-lettered: hash of `kind:id` -> JSON
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
