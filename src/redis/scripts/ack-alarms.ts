// Lua: acknowledges alarms that were handled, and deletes their counts of failures.
import type { Script } from '../client.ts'

/**
 * Many alarms per call, because one call for each would be most of the work of a simple alarm. One script, because the
 * lease could expire and be taken by another worker between the check and the removal. An alarm that was set again
 * meanwhile stays: it is in the sorted set of alarms again.
 *
 * KEYS[1]  leases: sorted set of the claimed `kind:id`, by the end of the lease
 * KEYS[2]  tries: hash of `kind:id` -> `lease failed waited`, see claim-alarms.ts
 *
 * ARGV[1]  number of their lease
 * ARGV[2…] members
 *
 * Returns how many were acknowledged. The lease of the others has expired.
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
