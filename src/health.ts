// How the bot's dependencies are, for bot admins: the same checks that the probes make.
import { LATE_AFTER } from './alarms/late-alarms.ts'
import type { DependencyHealth } from './core/home.ts'
import type { Clock } from './core/ports.ts'
import type { Dremio } from './dremio/dremio.ts'
import type { RedisStore } from './redis/redis.ts'
import type { SlackConnection } from './slack/connection.ts'

/** Never throws. Each check ends within seconds. */
export async function healthOf(parts: {
  redis: Pick<RedisStore, 'ready' | 'alarms'>
  dremio: Pick<Dremio, 'ping'>
  slack: Pick<SlackConnection, 'check'>
  clock: Clock
}): Promise<DependencyHealth[]> {
  const { redis, dremio, slack, clock } = parts
  const checks: Record<DependencyHealth['name'], () => Promise<unknown>> = {
    redis: redis.ready,
    slack: async () => slack.check(),
    dremio: dremio.ping,
    async alarms() {
      const { oldestDue } = await redis.alarms.health()
      if (oldestDue !== undefined && clock.now() - oldestDue >= LATE_AFTER) throw new Error('late')
    },
  }
  const names = Object.keys(checks) as DependencyHealth['name'][]
  return Promise.all(
    names.map(async (name) => ({
      name,
      isWell: await checks[name]().then(
        () => true,
        () => false,
      ),
    })),
  )
}
