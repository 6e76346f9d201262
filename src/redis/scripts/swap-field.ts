// Lua: replaces one field of a hash if it still holds the value that was read.
import type { Script } from '../client.ts'

/**
 * One script, because a newer value that is written between reading and writing would be lost.
 *
 * KEYS[1]  hash. Its time to live does not change, and a hash that expired after it was read is not created again
 *
 * ARGV[1]  field
 * ARGV[2]  value that must be stored, or the empty string if there must be none
 * ARGV[3]  value to store
 *
 * Returns 1 if it was written; 0, without a change, if the field is missing or holds another value.
 */
export const swapField: Script = {
  lua: `
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`,
}
