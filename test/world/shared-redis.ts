// One Redis for a whole test run: started before the first file, and lent to each test under a prefix of its own.
import { dump, freshPrefix, keysLike, type RunningRedis, removeKeys, startRedis, withClient } from './redis.ts'

const VARIABLE = 'TEST_SHARED_REDIS'
/** What every prefix that is lent begins with; anything else in this Redis is nobody's, and is searched by every test. */
const LENT = '{pat-'

/** For vitest: workers are started after this, and inherit the variable. */
export default async function setup(): Promise<() => Promise<void>> {
  const redis = await startRedis()
  process.env[VARIABLE] = JSON.stringify({ url: redis.url, kind: redis.kind })
  return async () => {
    const left = await withClient(redis.url, (client) => keysLike(client, '*'))
    await redis.stop()
    const strays = redis.kind === 'url' ? [] : left.filter((key) => !key.startsWith(LENT))
    if (strays.length > 0)
      throw new Error(`${strays.length} keys outside every prefix were left in Redis: ${strays[0]}`)
  }
}

/** A place in the Redis of this run; a server of its own outside a run. It can't be restarted or reconfigured: `startRedis` gives one that can. */
export async function borrowRedis(environment: NodeJS.ProcessEnv = process.env): Promise<RunningRedis> {
  const lent = environment[VARIABLE]
  if (lent === undefined) return await startRedis(environment)
  const { url, kind } = JSON.parse(lent) as Pick<RunningRedis, 'url' | 'kind'>
  const prefix = freshPrefix()
  const isOurs = (key: string) => key.startsWith(`{${prefix}`)
  return {
    url,
    prefix,
    kind,
    describe: `the Redis of this run (${kind})`,
    dump: () => dump(url, kind === 'url' ? `{${prefix}*` : '*', (key) => isOurs(key) || !key.startsWith(LENT)),
    restart: () => Promise.reject(new Error('This Redis is lent: ask for one of your own to restart it')),
    stop: () => removeKeys(url, `{${prefix}*`),
  }
}
