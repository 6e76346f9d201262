// Lua: takes one use from a rate limit, or tells how long to wait (GCRA, a leaky bucket in one number).
import type { Script } from '../client.ts'

/**
 * One script, because two concurrent callers would each see room for one.
 *
 * The stored moment is the one at which all uses are paid back, one interval for each. A moment further away than a
 * whole burst was written before the clock was set back. It is reduced to a whole burst; otherwise the person would
 * have to wait until the clock has caught up.
 *
 * KEYS[1]  string: that moment, milliseconds since epoch; missing if nothing has to be paid back
 *
 * ARGV[1]  now, milliseconds since epoch
 * ARGV[2]  interval, milliseconds
 * ARGV[3]  burst: how many may be taken at once
 *
 * Returns 0 if the use was counted, else the milliseconds to wait.
 */
export const takeFromLimit: Script = {
  lua: `
local now, interval = tonumber(ARGV[1]), tonumber(ARGV[2])
local most = now + interval * tonumber(ARGV[3])
local function store(moment) redis.call('SET', KEYS[1], string.format('%.0f', moment), 'PX', moment - now) end
local owed = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
if owed > most then
  owed = most
  store(owed)
end
local after = owed + interval
if after > most then return after - most end
store(after)
return 0
`,
}
