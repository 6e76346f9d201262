// Lua: writes down that a browser leaves for the sign-in page, in the place of the oldest one if there are many.
import type { Script } from '../client.ts'

/**
 * One script, because what is kept must never outlive its ticket, nor stay for ever because we crashed in the middle, and
 * because two browsers that leave at once would each see room for one.
 *
 * KEYS[1]  states: hash, each state's digest -> what is kept for it, sealed; `newest`: their digests, the newest last
 * KEYS[2]  ticket: hash with `about` and perhaps `used`
 *
 * ARGV[1]  the state's digest
 * ARGV[2]  what is kept for the way back, sealed
 * ARGV[3]  milliseconds by which it goes earlier than the ticket
 * ARGV[4]  how many states live
 *
 * Returns 1 if it was written, 0 if the ticket is not there any more, or so old that there is no way back.
 */
export const beginSignIn: Script = {
  lua: `
local left = redis.call('PTTL', KEYS[2]) - tonumber(ARGV[3])
if left <= 0 then return 0 end
local newest = {}
for digest in string.gmatch(redis.call('HGET', KEYS[1], 'newest') or '', '%S+') do newest[#newest + 1] = digest end
newest[#newest + 1] = ARGV[1]
while #newest > tonumber(ARGV[4]) do
  redis.call('HDEL', KEYS[1], newest[1])
  table.remove(newest, 1)
end
redis.call('HSET', KEYS[1], 'newest', table.concat(newest, ' '), ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], left)
return 1
`,
}
