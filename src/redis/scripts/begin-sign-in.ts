// Lua: writes down that a browser leaves for the sign-in page, for as long as it may come back.
import type { Script } from '../client.ts'

/**
 * One script, because a state must never outlive its ticket, nor stay for ever because we crashed in the middle.
 *
 * KEYS[1]  state: hash with `ticket` and `kept`, or `taken` alone
 * KEYS[2]  ticket: hash with `about` and perhaps `used`
 *
 * ARGV[1]  the ticket's digest
 * ARGV[2]  what is kept for the way back, sealed
 * ARGV[3]  milliseconds by which it goes earlier than the ticket
 *
 * Returns 1 if it was written, 0 if the ticket is not there any more, or so old that there is no way back.
 */
export const beginSignIn: Script = {
  lua: `
local left = redis.call('PTTL', KEYS[2]) - tonumber(ARGV[3])
if left <= 0 then return 0 end
redis.call('HSET', KEYS[1], 'ticket', ARGV[1], 'kept', ARGV[2])
redis.call('PEXPIRE', KEYS[1], left)
return 1
`,
}
