// Lua: replaces what is known of the Home that Slack shows somebody, if nobody else did meanwhile.
import type { Script } from '../client.ts'

/**
 * One script, because two processes may publish the same Home, and the one that was later has to be remembered.
 *
 * KEYS[1]  hash: Slack id -> the view's hash, a space, and JSON
 * KEYS[2]  set: Slack ids of bot admins among them
 *
 * ARGV[1]  Slack id
 * ARGV[2]  the hash that must be stored, or the empty string if there must be nothing
 * ARGV[3]  hash, space and JSON to store, or the empty string to store nothing
 * ARGV[4]  1 for a bot admin, or the empty string
 *
 * Returns 1 if it was written; 0, without a change, if another hash is stored.
 */
export const swapHome: Script = {
  lua: `
local stored = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if string.match(stored, '^%S*') ~= ARGV[2] then return 0 end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
  return 1
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call(ARGV[4] == '1' and 'SADD' or 'SREM', KEYS[2], ARGV[1])
return 1
`,
}
