// Lua: links a person to a Dremio user in place of an earlier link, and keeps that as an administrator's word.
import type { Script } from '../client.ts'

/**
 * One script, because the person must never have two Dremio users or none after a crash, and because the word and the
 * link must not disagree.
 *
 * KEYS[1]  links: Slack id -> link (JSON)
 * KEYS[2]  linked users: Slack id -> Dremio user id
 * KEYS[3]  user owners: Dremio user id -> Slack id
 * KEYS[4]  assignments: Slack id -> link (JSON)
 *
 * ARGV[1]  Slack id
 * ARGV[2]  Dremio user id
 * ARGV[3]  link (JSON)
 * ARGV[4]  the same as an assignment (JSON)
 * ARGV[5]  Slack id of an owner of the Dremio user whose own link does not name that user; or the empty string
 * ARGV[6]  that owner's link, as it was read; the empty string if there is none
 *
 * Returns 1 if the person was linked; 0, without a change, if the Dremio user is linked to another person.
 */
export const assignLink: Script = {
  lua: `
local owner = redis.call('HGET', KEYS[3], ARGV[2])
if owner and owner ~= ARGV[1] and (owner ~= ARGV[5] or (redis.call('HGET', KEYS[1], owner) or '') ~= ARGV[6]) then
  return 0
end
local earlier = redis.call('HGET', KEYS[2], ARGV[1])
if earlier and redis.call('HGET', KEYS[3], earlier) == ARGV[1] then redis.call('HDEL', KEYS[3], earlier) end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[3], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[4], ARGV[1], ARGV[4])
return 1
`,
}
