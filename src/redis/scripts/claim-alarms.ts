// Lua: takes the alarms that are due, so that nobody else takes them for one lease.
import type { Script } from '../client.ts'

/**
 * One script, because between reading what is due and moving it another worker would read the same. A claimed alarm
 * stays in the set, due one lease later: finishing clears it, and a worker that dies merely lets it come again.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 *
 * ARGV[1]  now, milliseconds since epoch
 * ARGV[2]  now and one lease
 * ARGV[3]  how many at most
 *
 * Returns the claimed members, the longest overdue first.
 */
export const claimAlarms: Script = {
  lua: `
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, member in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[2], member) end
return due
`,
}
