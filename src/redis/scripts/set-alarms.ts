// Lua: sets alarms or moves them, also such as were set aside.
import type { Script } from '../client.ts'

/**
 * One script, because an alarm that is set anew is not set aside any more, and a crash must not leave it both.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  set aside: hash of `kind:id` -> JSON
 *
 * ARGV     for each: when it is due (milliseconds since epoch), member. Of two for the same member the last one counts
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
