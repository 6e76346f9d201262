// Lua: lets one process at a time post a message.
import type { Script } from '../client.ts'

/**
 * One script, because two processes that both find no message would both post one.
 *
 * KEYS[1]  messages about one subject: hash of message key -> `channel:ts`, or the moment at which a process began to post it
 *
 * ARGV[1]  message key
 * ARGV[2]  now, milliseconds since epoch
 * ARGV[3]  a moment: a process that began before it has crashed, or got no answer
 * ARGV[4]  milliseconds to keep the hash from now on
 *
 * Returns 0 if the message stands already or another process posts it, 1 if the caller may post it, 2 if the caller may
 * and the message may stand already, since a process began to post it.
 */
export const reserveMessage: Script = {
  lua: `
local stored = redis.call('HGET', KEYS[1], ARGV[1])
local answer = 1
if stored then
  if string.find(stored, '^[^:]+:[^:]+$') then return 0 end
  local began = tonumber(stored)
  if began and began > tonumber(ARGV[3]) then return 0 end
  answer = 2
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return answer
`,
}
