// Lua: takes the data that belongs to a state, once.
import type { Script } from '../client.ts'

/**
 * One script, because if two browsers (or a browser and a thief) return with the same state, only one of them may get
 * the data.
 *
 * KEYS[1]  states: hash, digest of each state -> its encrypted data; `newest`: the digests
 * KEYS[2]  ticket of these states: hash with `about` and perhaps `used`
 *
 * ARGV[1]  digest of the state
 *
 * Returns the data, `about` and `used` (the last two may be missing) to the first caller; 1 if the data was taken
 * before or was dropped for newer states; 0 if the ticket has no states any more.
 */
export const takeSignIn: Script = {
  lua: `
local kept = redis.call('HGET', KEYS[1], ARGV[1])
if not kept then return redis.call('EXISTS', KEYS[1]) end
-- The field 'newest' keeps the hash alive, and the hash tells that the ticket had states.
redis.call('HDEL', KEYS[1], ARGV[1])
return { kept, redis.call('HGET', KEYS[2], 'about'), redis.call('HGET', KEYS[2], 'used') }
`,
}
