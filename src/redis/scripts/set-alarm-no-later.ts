// Lua: sets an alarm or moves it forward; an alarm that is due earlier stays.
import type { Script } from '../client.ts'

/**
 * One script, because an earlier moment that is set between reading and writing would be replaced by the later one.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  dead-lettered: hash of `kind:id` -> JSON
 *
 * ARGV[1]  member
 * ARGV[2]  when it is due, milliseconds since epoch
 *
 * Returns 1 if the alarm is due at that moment now, 0 if it was due earlier already.
 */
export const setAlarmNoLater: Script = {
  lua: `
local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
if due and tonumber(due) <= tonumber(ARGV[2]) then return 0 end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
return 1
`,
}
