// Lua: marks a ticket as used, once.
import type { Script } from '../client.ts'

/**
 * One script, because marking a ticket that expires between the two steps would create a hash that never expires.
 *
 * KEYS[1]  ticket: hash with `about` and perhaps `used`
 *
 * Returns 1 for the first caller, 0 if the ticket was used before or has expired.
 */
export const completeTicket: Script = {
  lua: `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSETNX', KEYS[1], 'used', '1')
`,
}
