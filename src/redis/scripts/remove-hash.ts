// Lua: removes a hash if one of its fields still holds the value that was read.
import type { Script } from '../client.ts'

/**
 * One script, because a newer value that is written between the check and the removal would be lost.
 *
 * KEYS[1]  hash
 *
 * ARGV[1]  field
 * ARGV[2]  value that must be stored
 *
 * Returns 1 if the hash was removed, 0 if the field is missing or holds another value.
 */
export const removeHash: Script = {
  lua: `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('DEL', KEYS[1])
`,
}
