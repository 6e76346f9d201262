// Lua: moves the mark up to which the audit was announced, unless somebody else moved it meanwhile.
import type { Script } from '../client.ts'

/**
 * One script, because whoever held its turn for too long must not move the mark back to where it was then: what others have
 * announced since would be announced again.
 *
 * KEYS[1]  hash: `id`, `skipped`
 *
 * ARGV[1]  id that must be stored, or the empty string if there must be none
 * ARGV[2]  id to store
 * ARGV[3]  how many entries were left out and not mentioned yet
 *
 * Returns 1 if it was moved, 0 if another id is stored and nothing was changed.
 */
export const moveAnnounced: Script = {
  lua: `
if (redis.call('HGET', KEYS[1], 'id') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'id', ARGV[2], 'skipped', ARGV[3])
return 1
`,
}
