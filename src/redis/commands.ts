// The commands that the bot cannot do without, and whether the user that it has at Redis may use them.
import { isBotError } from '../core/errors.ts'
import type { Connection, Script } from './client.ts'

/** With what stands behind the key: Redis 7.0 ends if it is asked about a command whose arguments are not all there. */
const onKeys: Readonly<Record<string, string>> = {
  ...{ del: '', exists: '', get: '', getdel: '', incr: '', set: 'v' },
  ...{ persist: '', pexpire: '1', pttl: '' },
  ...{ hdel: 'f', hexists: 'f', hget: 'f', hgetall: '', hlen: '', hmget: 'f', hscan: '0', hset: 'f v', hsetnx: 'f v' },
  ...{ sadd: 'm', smembers: '', srem: 'm', sscan: '0' },
  ...{ zadd: '1 m', zrangebyscore: '0 1', zrem: 'm', zscore: 'm' },
  ...{ xadd: '* f v', xrange: '- +', xrevrange: '+ -' },
}

/** docs/redis.md gives them to a user; test/redis/acl.test.ts holds both against the source. */
export const neededCommands: readonly string[] = [...Object.keys(onKeys), 'eval', 'evalsha']

/**
 * Within a script Redis refuses a command when it comes to it, with no code of its own; so this is asked beforehand.
 * https://redis.io/docs/latest/develop/programmability/lua-api/#redis.acl_check_cmd
 *
 * KEYS[1]  a key of ours
 *
 * ARGV     for each: command, what stands behind the key (words)
 *
 * Returns those that may not be used, or nothing if this Redis cannot say.
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

/** Those of the needed commands that may not be used; none where this Redis cannot say. */
export async function refusedCommands(connection: Connection, ownKey: string): Promise<string[]> {
  try {
    const answer = await connection.run(findRefused, [ownKey], Object.entries(onKeys).flat())
    return Array.isArray(answer) ? answer.map(String) : []
  } catch (error) {
    return isBotError(error, 'redis_unusable') && error.facts.because === 'permission' ? ['eval or evalsha'] : []
  }
}
