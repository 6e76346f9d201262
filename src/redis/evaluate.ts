// Runs a script in Lua by its digest.
import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { wordOf } from './failure.ts'

/** Sends the digest first, and the text only if Redis answers NOSCRIPT, which means that nothing was executed. */
export async function evaluate(
  redis: Redis,
  lua: string,
  keys: readonly string[],
  values: readonly (string | number)[],
): Promise<unknown> {
  const digest = createHash('sha1').update(lua).digest('hex')
  try {
    return await redis.evalsha(digest, keys.length, ...keys, ...values)
  } catch (error) {
    if (wordOf(error) !== 'NOSCRIPT') throw error
    return await redis.eval(lua, keys.length, ...keys, ...values)
  }
}
