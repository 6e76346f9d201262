// Lua: replaces one field of a hash and the hash's time to live, if the field still holds the value that was read.
import type { Script } from '../client.ts'

/**
 * One script, because a hash that is removed between reading and writing would come back.
 *
 * KEYS[1]  hash
 *
 * ARGV[1]  field
 * ARGV[2]  value that must be stored
 * ARGV[3]  value to store
 * ARGV[4]  milliseconds to keep the hash from now on
 *
 * Returns 1 if it was written; 0, without a change, if the field is missing or holds another value.
 */
export const replaceField: Script = {
  lua: `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
`,
}
