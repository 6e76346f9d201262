// Lua: removes a person's link and frees their Dremio user.
import type { Script } from '../client.ts'

/**
 * One script, because after a crash in the middle the Dremio user could stay taken and never be linked again.
 *
 * KEYS[1]  links: Slack id -> link (JSON)
 * KEYS[2]  linked users: Slack id -> Dremio user id
 * KEYS[3]  user owners: Dremio user id -> Slack id
 *
 * ARGV[1]  Slack id
 *
 * Returns the removed link (JSON), or nothing if there was none.
 */
export const removeLink: Script = {
  lua: `
local link = redis.call('HGET', KEYS[1], ARGV[1])
local user = redis.call('HGET', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
-- The user may belong to another person by now, who keeps it.
if user and redis.call('HGET', KEYS[3], user) == ARGV[1] then redis.call('HDEL', KEYS[3], user) end
return link
`,
}
