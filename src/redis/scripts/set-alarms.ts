// Lua: sets or moves alarms, also those that were dead-lettered.
import type { Script } from '../client.ts'

/**
 * One script, because an alarm that is set again is no longer dead-lettered, and a crash must not leave it both.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  dead-lettered: hash of `kind:id` -> JSON
 *
 * ARGV     for each: when it is due (milliseconds since epoch), member. The last entry for a member counts
 *
 * Returns how many were not set before.
 */
export const setAlarms: Script = {
  lua: `
if redis.call('EXISTS', KEYS[2]) == 1 then
  for i = 2, #ARGV, 2 do redis.call('HDEL', KEYS[2], ARGV[i]) end
end
return redis.call('ZADD', KEYS[1], unpack(ARGV))
`,
}
