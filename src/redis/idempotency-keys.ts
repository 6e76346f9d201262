// Remembers ids for a limited time, so that a repeated event has no second effect.
import type { IdempotencyKeys } from '../core/ports.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'

/** The keys expire in Redis, so they need no cleanup. */
export function idempotencyKeysIn(connection: Connection, keys: Keys): IdempotencyKeys {
  return {
    async claim(id, milliseconds) {
      const set = await connection.send((redis) =>
        redis.set(keys.seen(id), '1', 'PX', Math.max(1, Math.ceil(milliseconds)), 'NX'),
      )
      return set === 'OK'
    },
    async forget(id) {
      await connection.send((redis) => redis.del(keys.seen(id)))
    },
  }
}
