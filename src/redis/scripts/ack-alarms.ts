// Lua: ends the runs of alarms that were dealt with, and forgets how often they had failed before.
import type { Script } from '../client.ts'

/**
 * Many at once, because one call for each would be most of the work of an alarm that has little to do. One script,
 * because between looking whose lease it is and ending it the lease could run out and become somebody else's. What was
 * set anew meanwhile stays: it stands among the alarms again.
 *
 * KEYS[1]  leases: sorted set of `kind:id` that runs, by the end of its lease
 * KEYS[2]  tries: hash of `kind:id` -> `lease failed waited`, see claim-alarms.ts
 *
 * ARGV[1]  their lease's number
 * ARGV[2…] members
 *
 * Returns how many were ended. The lease of the others is over, and perhaps somebody else's.
 */
export const ackAlarms: Script = {
  lua: `
local known = redis.call('HMGET', KEYS[2], unpack(ARGV, 2))
local usual = ARGV[1] .. ' 0 0'
local ours = {}
for i = 2, #ARGV do
  local tries = known[i - 1]
  if tries and (tries == usual or string.match(tries, '^-?(%d+)') == ARGV[1]) then ours[#ours + 1] = ARGV[i] end
end
if #ours == 0 then return 0 end
redis.call('ZREM', KEYS[1], unpack(ours))
redis.call('HDEL', KEYS[2], unpack(ours))
return #ours
`,
}
