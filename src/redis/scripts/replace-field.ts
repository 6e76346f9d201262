// Lua: replaces one field of a hash, and the time for which the hash is kept, if it still holds what the writer read.
import type { Script } from '../client.ts'

/**
 * One script, because what was removed between reading and writing would come back.
 *
 * KEYS[1]  hash
 *
 * ARGV[1]  field
 * ARGV[2]  value that must be stored
 * ARGV[3]  value to store
 * ARGV[4]  milliseconds to keep the hash from now on
 *
 * Returns 1 if it was written, 0 if something else, or nothing, is stored and nothing was changed.
 */
export const replaceField: Script = {
  lua: `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
`,
}
