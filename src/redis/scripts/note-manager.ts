// Lua: notes that somebody has a certain manager, and forgets the oldest of that manager's people.
import type { Script } from '../client.ts'

/**
 * One script, because a crash between the commands would leave a set that never expires, or grows without end.
 *
 * KEYS[1]  sorted set: Slack ids of the manager's people, by the moment at which that was last seen
 *
 * ARGV[1]  Slack id of the person
 * ARGV[2]  now, milliseconds since epoch
 * ARGV[3]  milliseconds to keep the set from now on
 * ARGV[4]  how many people are kept
 *
 * Returns 1.
 */
export const noteManager: Script = {
  lua: `
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
local people = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '+inf')
for i = 1, #people - tonumber(ARGV[4]) do redis.call('ZREM', KEYS[1], people[i]) end
return 1
`,
}
