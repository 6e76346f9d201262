// Lua: replaces one field of a hash if it still holds what the writer read.
import type { Script } from '../client.ts'

/**
 * One script, because between reading and writing somebody could put something newer there, and that would be lost.
 *
 * KEYS[1]  hash. How long it is kept stays as it is, and one that is gone meanwhile does not come back for ever
 *
 * ARGV[1]  field
 * ARGV[2]  value that must be stored, or the empty string if there must be none
 * ARGV[3]  value to store
 *
 * Returns 1 if it was written, 0 if something else, or nothing, is stored and nothing was changed.
 */
export const swapField: Script = {
  lua: `
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`,
}
