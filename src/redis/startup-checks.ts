// Looks at Redis once, at the start, and reports what the operator should know: a plain connection, unsigned records.
import { setTimeout } from 'node:timers/promises'
import { isBotError } from '../core/errors.ts'
import type { HealthCheck } from '../core/health-check.ts'
import { SECOND } from '../core/time/duration.ts'
import type { RedisStore } from './redis.ts'

export interface RedisReport {
  /** Reports a finding to the operator. */
  say: (finding: HealthCheck) => void
  stopping: AbortSignal
  /** Whether the records are counted too. One part of the bot is enough for that. */
  countsRecords: boolean
}

/** Between two tries while Redis is away. Its own log line says that it is. */
const AGAIN = 10 * SECOND

/** Never rejects. */
export async function reportRedis(
  redis: Pick<RedisStore, 'checkTransport' | 'checkRecords'>,
  { say, stopping, countsRecords }: RedisReport,
): Promise<void> {
  const troubles = (findings: HealthCheck[]) => findings.filter(({ state }) => state !== 'ok')
  troubles(redis.checkTransport()).forEach(say)
  while (countsRecords && !stopping.aborted) {
    try {
      return troubles(await redis.checkRecords()).forEach(say)
    } catch (error) {
      if (!isBotError(error) || error.kind !== 'unavailable') return
      await setTimeout(AGAIN, undefined, { signal: stopping, ref: false }).catch(() => {})
    }
  }
}
