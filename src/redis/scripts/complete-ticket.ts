// Lua: marks a ticket as used, once.
import type { Script } from '../client.ts'

/**
 * One script, because a mark on a ticket that has just gone would be a hash that nobody ever removes.
 *
 * KEYS[1]  ticket: hash with `about` and perhaps `used`
 *
 * Returns 1 for whoever is first, 0 if it was used or is gone.
 */
export const completeTicket: Script = {
  lua: `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSETNX', KEYS[1], 'used', '1')
`,
}
