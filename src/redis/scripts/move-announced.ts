// Lua: moves the mark up to which audit entries were announced, unless another process moved it meanwhile.
import type { Script } from '../client.ts'

/**
 * One script, because a process that held its turn for too long must not move the mark back: entries that others have
 * announced since would be announced again.
 *
 * KEYS[1]  hash: `id`, `skipped`
 *
 * ARGV[1]  id that must be stored, or the empty string if there must be none
 * ARGV[2]  id to store
 * ARGV[3]  how many entries were left out and not announced as a number yet
 *
 * Returns 1 if the mark was moved; 0, without a change, if another id is stored.
 */
export const moveAnnounced: Script = {
  lua: `
if (redis.call('HGET', KEYS[1], 'id') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'id', ARGV[2], 'skipped', ARGV[3])
return 1
`,
}
