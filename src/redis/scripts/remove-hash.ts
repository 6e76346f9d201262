// Lua: removes a hash if one field of it still holds what was read.
import type { Script } from '../client.ts'

/**
 * One script, because something newer that is written between looking and removing would be lost.
 *
 * KEYS[1]  hash
 *
 * ARGV[1]  field
 * ARGV[2]  value that must be stored
 *
 * Returns 1 if it was removed, 0 if something else, or nothing, is stored.
 */
export const removeHash: Script = {
  lua: `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('DEL', KEYS[1])
`,
}
