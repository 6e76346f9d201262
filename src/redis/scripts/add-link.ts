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
 * ARGV[4]  link of this person that counts as not there, as it was read; or the empty string
 * ARGV[5]  Slack id of an owner of the Dremio user whose own link does not name that user; or the empty string
 * ARGV[6]  that owner's link, as it was read; the empty string if there is none
 *
 * Returns 1 if the link was added; 0, without a change, if the person or the Dremio user is linked already.
 */
export const addLink: Script = {
  lua: `
local present = redis.call('HGET', KEYS[1], ARGV[1])
if present and present ~= ARGV[4] then return 0 end
local owner = redis.call('HGET', KEYS[3], ARGV[2])
if owner and owner ~= ARGV[1] then
  if owner ~= ARGV[5] or (redis.call('HGET', KEYS[1], owner) or '') ~= ARGV[6] then return 0 end
end
local earlier = redis.call('HGET', KEYS[2], ARGV[1])
if earlier and redis.call('HGET', KEYS[3], earlier) == ARGV[1] then redis.call('HDEL', KEYS[3], earlier) end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[3], ARGV[2], ARGV[1])
return 1
`,
}
