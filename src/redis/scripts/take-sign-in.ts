// Lua: hands out what belongs to a state, once, and leaves a mark that it was taken.
import type { Script } from '../client.ts'

/**
 * One script, because two browsers (or a browser and a thief) that come back with the same state at once must not both
 * get it.
 *
 * KEYS[1]  state: hash with `ticket` and `kept`, or `taken` alone
 * KEYS[2]  ticket of that state: hash with `about` and perhaps `used`
 *
 * Returns `kept`, `about` and `used` (each may be missing) for whoever is first, 1 if somebody was, 0 if there is no
 * such state any more.
 */
export const takeSignIn: Script = {
  lua: `
local kept = redis.call('HGET', KEYS[1], 'kept')
if not kept then return redis.call('EXISTS', KEYS[1]) end
-- In this order: a hash without a field is gone, and the time for which it is kept with it.
redis.call('HSET', KEYS[1], 'taken', '1')
redis.call('HDEL', KEYS[1], 'ticket', 'kept')
return { kept, redis.call('HGET', KEYS[2], 'about'), redis.call('HGET', KEYS[2], 'used') }
`,
}
