// Lua: sets one field of a hash and the time to live of the whole hash.
import type { Script } from '../client.ts'

/**
 * One script, because a crash between the two commands would leave a hash that never expires.
 *
 * KEYS[1]  hash
 *
 * ARGV[1]  field
 * ARGV[2]  value
 * ARGV[3]  milliseconds to keep the hash from now on
 *
 * Returns 1.
 */
export const setField: Script = {
  lua: `
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`,
}
