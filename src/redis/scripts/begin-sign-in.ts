// Lua: stores the data for a browser that leaves for the sign-in page, and drops the oldest if there are too many.
import type { Script } from '../client.ts'

/**
 * One script, because the data must not outlive its ticket or stay for ever after a crash, and because two browsers at
 * the same moment would each see room for one.
 *
 * KEYS[1]  states: hash, digest of each state -> its encrypted data; `newest`: the digests, the newest last
 * KEYS[2]  ticket: hash with `about` and perhaps `used`
 *
 * ARGV[1]  digest of the state
 * ARGV[2]  encrypted data for the browser's return
 * ARGV[3]  milliseconds by which the data expires before the ticket
 * ARGV[4]  how many states are kept
 *
 * Returns 1 if the data was stored, 0 if the ticket has expired or is too old for a sign-in to return.
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
