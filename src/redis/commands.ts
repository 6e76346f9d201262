// The commands that the bot needs, and whether its Redis user may run them.
import { isBotError } from '../core/errors.ts'
import type { Connection, Script } from './client.ts'

/**
 * Each command with its arguments after the key: Redis 7.0 crashes if `acl_check_cmd` is called with missing arguments.
 */
const onKeys: Readonly<Record<string, string>> = {
  ...{ del: '', exists: '', get: '', getdel: '', incr: '', set: 'v' },
  ...{ persist: '', pexpire: '1', pttl: '' },
  ...{ hdel: 'f', hget: 'f', hgetall: '', hlen: '', hmget: 'f', hscan: '0', hset: 'f v', hsetnx: 'f v' },
  ...{ sadd: 'm', smembers: '', srem: 'm', sscan: '0' },
  ...{ zadd: '1 m', zrangebyscore: '0 1', zrem: 'm', zscore: 'm' },
  ...{ xadd: '* f v', xrange: '- +', xrevrange: '+ -' },
}

/** docs/redis.md lists these commands for the ACL of the user; test/redis/acl.test.ts compares both with the source. */
export const neededCommands: readonly string[] = [...Object.keys(onKeys), 'eval', 'evalsha']

/**
 * A script that runs a forbidden command fails in the middle and without an error code, so the permissions are checked
 * beforehand.
 * https://redis.io/docs/latest/develop/programmability/lua-api/#redis.acl_check_cmd
 *
 * KEYS[1]  any key of the bot
 *
 * ARGV     for each command: its name, its arguments after the key (separated by spaces)
 *
 * Returns the commands that may not be used, or nothing if this Redis cannot tell.
 */
const findRefused: Script = {
  lua: `
if not redis.acl_check_cmd then return nil end
local refused = {}
for i = 1, #ARGV, 2 do
  local words = { ARGV[i], KEYS[1] }
  for word in string.gmatch(ARGV[i + 1], '%S+') do words[#words + 1] = word end
  if not redis.acl_check_cmd(unpack(words)) then refused[#refused + 1] = ARGV[i] end
end
return refused
`,
}

/** The needed commands that the user may not run. Empty if this Redis cannot tell. */
export async function refusedCommands(connection: Connection, ownKey: string): Promise<string[]> {
  try {
    const answer = await connection.run(findRefused, [ownKey], Object.entries(onKeys).flat())
    return Array.isArray(answer) ? answer.map(String) : []
  } catch (error) {
    return isBotError(error, 'redis_unusable') && error.facts.because === 'permission' ? ['eval or evalsha'] : []
  }
}
