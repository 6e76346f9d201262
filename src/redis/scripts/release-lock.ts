// Lua: gives up a lock, unless it is somebody else's by now.
import type { Script } from '../client.ts'

/**
 * One script, because between looking and removing the lease can run out, and the next one's lock would be removed.
 *
 * KEYS[1]  lock: its owner
 *
 * ARGV[1]  owner who gives it up
 *
 * Returns 1 if it was given up, 0 if it is gone or somebody else's.
 */
export const releaseLock: Script = {
  lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`,
}
