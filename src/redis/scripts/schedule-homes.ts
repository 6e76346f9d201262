// Lua: sets the alarms that publish the Homes of these people and of the bot admins, one after another.
import type { Script } from '../client.ts'

/**
 * One script, because it runs before every write, and most people have not opened Home.
 *
 * KEYS[1]  alarms: sorted set of `kind:id` by the moment it is due
 * KEYS[2]  dead-lettered: hash of `kind:id` -> JSON
 * KEYS[3]  sorted set: Slack ids of the people who opened Home, by the last time
 * KEYS[4]  set: Slack ids of those among them who are bot admins
 * KEYS[5]  hash: pace -> the latest moment that was given to an alarm of that pace
 *
 * ARGV[1]  people who opened Home before this moment are left out, milliseconds since epoch
 * ARGV[2]  the pace's name
 * ARGV[3]  the earliest moment for an alarm
 * ARGV[4]  milliseconds between two alarms of this pace
 * ARGV[5]  the earliest moment for bot admins, or the empty string to leave them out
 * ARGV[6…] Slack ids
 *
 * Returns the number of alarms that are set, or moved forward.
 */
export const scheduleHomes: Script = {
  lua: `
if redis.call('EXISTS', KEYS[3]) == 0 then return 0 end
local latest = tonumber(redis.call('HGET', KEYS[5], ARGV[2]) or '0')
local first = latest
local set = 0

local function schedule(person, soonest)
  local opened = redis.call('ZSCORE', KEYS[3], person)
  if not opened or tonumber(opened) < tonumber(ARGV[1]) then return end
  local member = 'show-home:' .. person
  local moment = math.max(tonumber(soonest), latest + tonumber(ARGV[4]))
  local due = redis.call('ZSCORE', KEYS[1], member)
  if due and tonumber(due) <= moment then return end
  redis.call('HDEL', KEYS[2], member)
  redis.call('ZADD', KEYS[1], string.format('%.0f', moment), member)
  -- A late moment for one person must not hold up the others.
  if tonumber(soonest) == tonumber(ARGV[3]) then latest = moment end
  set = set + 1
end

for i = 6, #ARGV do schedule(ARGV[i], ARGV[3]) end
if ARGV[5] ~= '' then
  for _, person in ipairs(redis.call('SMEMBERS', KEYS[4])) do schedule(person, ARGV[5]) end
end
if latest ~= first then redis.call('HSET', KEYS[5], ARGV[2], string.format('%.0f', latest)) end
return set
`,
}
