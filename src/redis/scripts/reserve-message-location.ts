// Lua: lets one process at a time post a reader's card.
import type { Script } from '../client.ts'

/**
 * One script, because two processes that both find no card would both post one.
 *
 * KEYS[1]  cards of a request: hash of reader -> `channel:ts`, or the moment at which somebody began to post it
 *
 * ARGV[1]  reader
 * ARGV[2]  now, milliseconds since epoch
 * ARGV[3]  a moment: whoever began before it has died on the way
 * ARGV[4]  milliseconds to keep the hash from now on
 *
 * Returns 1 for whoever may post it, 0 if it stands already or somebody is at it.
 */
export const reserveCard: Script = {
  lua: `
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if stored then
  if string.find(stored, '^[^:]+:[^:]+$') then return 0 end
  local began = tonumber(stored)
  if began and began > tonumber(ARGV[3]) then return 0 end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
`,
}
