// Limits how often a person may do something expensive: one stored moment per person and limit.
import { type RateLimit, type RateLimits, rateBudgets, rateLimits } from '../core/people/rate-limits.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { takeFromLimit } from './scripts/take-from-rate-limit.ts'

export function limitsIn(connection: Connection, keys: Keys): RateLimits {
  const take = async (whose: string, { burst, every }: RateLimit, now: number) =>
    Number(await connection.run(takeFromLimit, [keys.limit(whose)], [Math.round(now), every, burst]))
  return {
    take: (person, what, now) => take(`${person}:${what}`, rateLimits[what], now),
    takeFromBudget: (what, now) => take(`everybody:${what}`, rateBudgets[what], now),
  }
}
