// Lua: writes a record, its indexes and its audit entries if the record still has the version that was read.
import type { Script } from '../client.ts'

/**
 * One script for every kind of record, because a record, its indexes and the audit log must never disagree, not even for
 * a moment or after a crash.
 *
 * KEYS[1]      the record: hash with `version` and `record` (JSON). The version has its own field, so no script has
 *              to parse JSON (cjson turns empty lists into objects) and an unreadable record can be replaced
 * KEYS[2…n+1]  indexes that list the record from now on; n is ARGV[6]
 * KEYS[n+2…]   indexes that no longer list it; after them, if ARGV[8] is not 0, the stream of audit entries
 *              One index lists either only records that expire, or only records that do not
 *
 * ARGV[1]  version that must be stored, or the empty string if there must be no record
 * ARGV[2]  version to store
 * ARGV[3]  JSON to store
 * ARGV[4]  the record's id, as indexes list it
 * ARGV[5]  milliseconds to keep the record from now on, or 0 for ever. A duration, because the clocks of Redis and of
 *          the bot may differ
 * ARGV[6]  n, see above
 * ARGV[7]  JSON that may be overwritten whatever its version, because it counts as not there; or the empty string
 * ARGV[8]  number of audit entries; then for each the number of its fields and values, and these
 *
 * Returns 1 if it was written; 0, without a change, on a conflict: the stored version is another one.
 */
export const swapRecord: Script = {
  lua: `
local stored = redis.call('HGET', KEYS[1], 'version')
if (stored or '') ~= ARGV[1] then
  if ARGV[7] == '' or redis.call('HGET', KEYS[1], 'record') ~= ARGV[7] then return 0 end
end

-- First, because what cannot be audited must not happen.
local entries = tonumber(ARGV[8])
local at = 9
for _ = 1, entries do
  local values = tonumber(ARGV[at])
  redis.call('XADD', KEYS[#KEYS], '*', unpack(ARGV, at + 1, at + values))
  at = at + 1 + values
end

redis.call('HSET', KEYS[1], 'version', ARGV[2], 'record', ARGV[3])
local keep = tonumber(ARGV[5])
if keep > 0 then redis.call('PEXPIRE', KEYS[1], ARGV[5]) else redis.call('PERSIST', KEYS[1]) end

local joined = tonumber(ARGV[6])
for i = 2, entries > 0 and #KEYS - 1 or #KEYS do
  if i <= joined + 1 then
    redis.call('SADD', KEYS[i], ARGV[4])
    -- An index expires with its longest-lived record, so nothing stays behind of an owner who left.
    if keep == 0 then
      redis.call('PERSIST', KEYS[i])
    elseif redis.call('PTTL', KEYS[i]) < keep then
      redis.call('PEXPIRE', KEYS[i], ARGV[5])
    end
  else
    redis.call('SREM', KEYS[i], ARGV[4])
  end
end
return 1
`,
}
