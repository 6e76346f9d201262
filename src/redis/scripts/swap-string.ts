// Lua: replaces a string if it still holds the value that was read, and keeps its time to live.
import type { Script } from '../client.ts'

/**
 * One script, because a newer value that is written between reading and writing would be lost.
 *
 * KEYS[1]  string
 *
 * ARGV[1]  value that must be stored
 * ARGV[2]  value to store
 *
 * Returns 1 if it was written; 0, without a change, if it is missing or holds another value.
 */
export const swapString: Script = {
  lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local left = redis.call('PTTL', KEYS[1])
if left > 0 then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', left)
else
  redis.call('SET', KEYS[1], ARGV[2])
end
return 1
`,
}
