// Redis as platforms run it, each way with what may happen to it while people work.
import { connectRedis } from '../../src/redis/redis.ts'
import type { RunningRedis } from '../world/redis.ts'
import { startCluster } from '../world/redis-servers/cluster.ts'
import { startSentinel } from '../world/redis-servers/sentinel.ts'
import { until } from '../world/redis-servers/server.ts'
import { startTlsRedis } from '../world/redis-servers/tls.ts'

export interface Deployment {
  redis: RunningRedis
  /** For the bot, beside REDIS_URL. */
  env: Record<string, string>
  /** What happens one after the other; each is over when Redis takes writes again. */
  troubles: readonly [first: () => Promise<void>, second: () => Promise<void>]
}

export const deployments: readonly { name: string; start: () => Promise<Deployment> }[] = [
  {
    name: 'a cluster whose primaries hand over, and whose slot moves',
    async start() {
      const redis = await startCluster()
      const env = { REDIS_MODE: 'cluster' }
      return { redis, env, troubles: [redis.failOver, () => redis.moveSlot()] }
    },
  },
  {
    name: 'a cluster whose primary dies',
    async start() {
      const redis = await startCluster()
      const env = { REDIS_MODE: 'cluster' }
      return { redis, env, troubles: [redis.killOwner, () => redis.moveSlot()] }
    },
  },
  {
    name: 'a Sentinel whose primary hands over, and dies',
    async start() {
      const redis = await startSentinel({ password: 'a/b#c' })
      const env = { REDIS_MODE: 'sentinel', REDIS_SENTINEL_NAME: redis.name }
      return { redis, env, troubles: [redis.failOver, redis.killPrimary] }
    },
  },
  {
    name: 'TLS with an own authority, and a server that is restarted',
    async start() {
      const redis = await startTlsRedis()
      const restart = async () => redis.restart?.()
      return { redis, env: { REDIS_CA: redis.authority }, troubles: [restart, restart] }
    },
  },
]

/** Until a client in the place of the bot's can write, plus the longest pause between two of its attempts. */
export async function takesWrites({ redis, env }: Deployment): Promise<void> {
  const store = connectRedis({
    url: redis.url,
    prefix: redis.prefix,
    mode: (env.REDIS_MODE ?? 'standalone') as 'standalone',
    ...(env.REDIS_SENTINEL_NAME && { sentinelName: env.REDIS_SENTINEL_NAME }),
    ...(env.REDIS_CA && { tls: { verify: true, ca: env.REDIS_CA } }),
    clock: { now: Date.now },
    onTrouble: () => undefined,
  })
  const isReady = () =>
    store.ready().then(
      () => true,
      () => false,
    )
  try {
    await until(isReady, 'Redis takes writes')
    await new Promise((resolve) => setTimeout(resolve, 600))
  } finally {
    await store.close()
  }
}
