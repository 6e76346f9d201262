// Lua: reads a stretch of the audit and returns the entries about certain requests and tokens.
import type { Script } from '../client.ts'

/**
 * One script, because most entries are about others: sent to the bot, a million of them would keep it busy for ten
 * seconds. The caller reads short stretches, so Redis serves others in between.
 *
 * KEYS[1]  the stream of audit entries
 *
 * ARGV[1]  from where on: `-`, the beginning of an id, or `(` and the id of the last entry that was read
 * ARGV[2]  at most so many entries
 * ARGV[3…] how the ids begin, in lower case
 *
 * Returns how many entries were read, the id of the last one, and those that are about one of the ids.
 */
export const findAuditEntries: Script = {
  lua: `
local function isWanted(value)
  for i = 3, #ARGV do
    if string.sub(value, 1, #ARGV[i]) == ARGV[i] then return true end
  end
  return false
end

local rows = redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2])
local found = {}
local last = ''
for _, row in ipairs(rows) do
  last = row[1]
  local fields = row[2]
  for i = 1, #fields, 2 do
    if (fields[i] == 'request' or fields[i] == 'tid') and isWanted(fields[i + 1]) then
      found[#found + 1] = row
      break
    end
  end
end
return {#rows, last, found}
`,
}
