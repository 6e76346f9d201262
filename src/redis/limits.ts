// Remembers how often people did what costs: one moment for each person and thing, gone when it says nothing any more.
import { type Limit, type Limits, limits, shares } from '../core/people/rate-limits.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { takeFromLimit } from './scripts/take-from-limit.ts'

export function limitsIn(connection: Connection, keys: Keys): Limits {
  const take = async (whose: string, { burst, every }: Limit, now: number) =>
    Number(await connection.run(takeFromLimit, [keys.limit(whose)], [Math.round(now), every, burst]))
  return {
    take: (person, what, now) => take(`${person}:${what}`, limits[what], now),
    takeShare: (what, now) => take(`everybody:${what}`, shares[what], now),
  }
}
