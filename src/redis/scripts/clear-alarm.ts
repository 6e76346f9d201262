// Lua: removes an alarm for good, also one that is claimed, failed or was dead-lettered.
import type { Script } from '../client.ts'

/**
 * One script, because a worker could claim the alarm between the steps. A claimed alarm keeps its lease, so that it
 * cannot start a second time before the run is over. It is only marked, so that it does not come back if its worker
 * crashes.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  tries: hash of `kind:id` -> `lease failed waited`, see claim-alarms.ts
 * KEYS[3]  dead-lettered: hash of `kind:id` -> JSON
 *
 * ARGV[1]  member
 *
 * Returns 1 if the alarm was waiting to become due.
 */
export const clearAlarm: Script = {
  lua: `
redis.call('HDEL', KEYS[3], ARGV[1])
local known = redis.call('HGET', KEYS[2], ARGV[1])
if known and string.sub(known, 1, 2) == '0 ' then
  redis.call('HDEL', KEYS[2], ARGV[1])
elseif known and string.sub(known, 1, 1) ~= '-' then
  redis.call('HSET', KEYS[2], ARGV[1], '-' .. known)
end
return redis.call('ZREM', KEYS[1], ARGV[1])
`,
}
