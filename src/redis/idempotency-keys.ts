// Remembers for a while what was seen, so that a repeat has no second effect.
import type { IdempotencyKeys } from '../core/ports.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'

/** Redis forgets by its own clock, so nothing here grows and nothing has to be swept. */
export function idempotencyKeysIn(connection: Connection, keys: Keys): IdempotencyKeys {
  return {
    async claim(id, milliseconds) {
      const set = await connection.send((redis) =>
        redis.set(keys.seen(id), '1', 'PX', Math.max(1, Math.ceil(milliseconds)), 'NX'),
      )
      return set === 'OK'
    },
  }
}
