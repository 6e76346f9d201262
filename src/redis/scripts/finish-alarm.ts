// Lua: removes an alarm that was dealt with, unless it was set anew meanwhile.
import type { Script } from '../client.ts'

/**
 * One script, because between looking and removing somebody could set the alarm for later, and that would be lost.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 *
 * ARGV[1]  member
 * ARGV[2]  the score that our lease gave it
 *
 * Returns 1 if it was removed, 0 if it is gone, set anew or leased to somebody else.
 */
export const finishAlarm: Script = {
  lua: `
local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not due or tonumber(due) ~= tonumber(ARGV[2]) then return 0 end
return redis.call('ZREM', KEYS[1], ARGV[1])
`,
}
