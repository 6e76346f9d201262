// Remembers how often people did what costs: one moment for each person and thing, gone when it says nothing any more.
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
