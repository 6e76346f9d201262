// Lua: releases a lock, unless it belongs to another owner by now.
import type { Script } from '../client.ts'

/**
 * One script, because the lease can expire between the check and the removal, and the next owner's lock would be
 * removed.
 *
 * KEYS[1]  lock: its owner
 *
 * ARGV[1]  owner who releases it
 *
 * Returns 1 if the lock was released, 0 if it has expired or belongs to another owner.
 */
export const releaseLock: Script = {
  lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`,
}
