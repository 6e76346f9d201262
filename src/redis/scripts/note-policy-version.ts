// Lua: notes the version of the policy that is in use, and audits it if it is another one.
import type { Script } from '../client.ts'

/**
 * One script, because several processes read a changed file at the same moment: the first of them writes the audit entry,
 * and with the version or not at all.
 *
 * KEYS[1]  hash `version`, `since`: the version that is in use
 * KEYS[2]  stream of audit entries
 *
 * ARGV[1]  version
 * ARGV[2]  now, milliseconds since epoch
 * ARGV[3]  what the entry's note says before the version that was noted before
 * ARGV[4…] fields and values of the audit entry
 *
 * Returns the version, since when, and the version before if this call changed it; the first version of all has none.
 */
export const notePolicyVersion: Script = {
  lua: `
local before = redis.call('HGET', KEYS[1], 'version')
if before == ARGV[1] then return { before, redis.call('HGET', KEYS[1], 'since') } end
if before then
  local entry = {}
  for i = 4, #ARGV do entry[#entry + 1] = ARGV[i] end
  entry[#entry + 1] = 'note'
  entry[#entry + 1] = ARGV[3] .. before
  redis.call('XADD', KEYS[2], '*', unpack(entry))
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'since', ARGV[2])
return { ARGV[1], ARGV[2], before or nil }
`,
}
