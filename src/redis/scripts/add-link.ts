// Lua: links a Slack person to a Dremio user if neither is linked yet.
import type { Script } from '../client.ts'

/**
 * One script, because two people who link at the same moment must not both get the same Dremio user.
 *
 * KEYS[1]  links: Slack id -> link (JSON)
 * KEYS[2]  linked users: Slack id -> Dremio user id
 * KEYS[3]  user owners: Dremio user id -> Slack id
 *
 * ARGV[1]  Slack id
 * ARGV[2]  Dremio user id
 * ARGV[3]  link (JSON)
 *
 * Returns 1 if the link was added; 0, without a change, if the person or the Dremio user is linked already.
 */
export const addLink: Script = {
  lua: `
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 or redis.call('HEXISTS', KEYS[3], ARGV[2]) == 1 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[3], ARGV[2], ARGV[1])
return 1
`,
}
