// Lua: hands out what belongs to a state, once.
import type { Script } from '../client.ts'

/**
 * One script, because two browsers (or a browser and a thief) that come back with the same state at once must not both
 * get it.
 *
 * KEYS[1]  states: hash, each state's digest -> what is kept for it, sealed; `newest`: their digests
 * KEYS[2]  ticket of these states: hash with `about` and perhaps `used`
 *
 * ARGV[1]  the state's digest
 *
 * Returns what is kept, `about` and `used` (each of the two may be missing) for whoever is first, 1 if somebody was or
 * if newer states have taken its place, 0 if the states of this ticket are over.
 */
export const takeSignIn: Script = {
  lua: `
local kept = redis.call('HGET', KEYS[1], ARGV[1])
if not kept then return redis.call('EXISTS', KEYS[1]) end
-- 'newest' stays: with it the hash does, and with the hash the knowledge that there were states.
redis.call('HDEL', KEYS[1], ARGV[1])
return { kept, redis.call('HGET', KEYS[2], 'about'), redis.call('HGET', KEYS[2], 'used') }
`,
}
