// Lua: dead-letters an alarm that failed too often, and keeps its name.
import type { Script } from '../client.ts'

/**
 * One script, because a crash in the middle must not lose the alarm: it is either still tried or dead-lettered. An
 * alarm that was set again meanwhile is tried again, with its counts at zero.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  leases: sorted set of the claimed `kind:id`, by the end of the lease
 * KEYS[3]  tries: hash of `kind:id` -> `lease failed waited`, see claim-alarms.ts
 * KEYS[4]  dead-lettered: hash of `kind:id` -> JSON
 *
 * ARGV[1]  member
 * ARGV[2]  number of its lease
 * ARGV[3]  JSON that says when and why
 *
 * Returns 1 if it was dead-lettered, 0 if its lease has expired, or if it was cleared or set again meanwhile.
 */
export const deadLetterAlarm: Script = {
  lua: `
local cleared, lease = string.match(redis.call('HGET', KEYS[3], ARGV[1]) or '', '^(-?)(%d+)')
if lease ~= ARGV[2] then return 0 end
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
if cleared == '-' or redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
redis.call('HSET', KEYS[4], ARGV[1], ARGV[3])
return 1
`,
}
