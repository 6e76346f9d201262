// Remembers how often people did what costs: one moment for each person and thing, gone when it says nothing any more.
import { type Limits, limits } from '../core/limits.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { takeFromLimit } from './scripts/take-from-limit.ts'

export function limitsIn(connection: Connection, keys: Keys): Limits {
  return {
    async take(person, what, now) {
      const { burst, every } = limits[what]
      return Number(
        await connection.run(takeFromLimit, [keys.limit(`${person}:${what}`)], [Math.round(now), every, burst]),
      )
    },
  }
}
