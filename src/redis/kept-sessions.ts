// Keeps sessions at rest, encrypted, by person, and has each person's refreshed by one process at a time.
import { z } from 'zod'
import type { Clock } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import type { KeptSessions } from '../core/session.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { oneAtATime } from './lock.ts'
import { fitting } from './records.ts'
import { setField } from './scripts/set-field.ts'
import { openField } from './sealed-fields.ts'
import type { Place, Sealing } from './sealing.ts'

const kind = {
  name: 'session',
  schema: z.object({
    uid: z.string(),
    accessToken: z.instanceof(Secret),
    expiresAt: z.number(),
    refreshToken: z.instanceof(Secret).exactOptional(),
    until: z.number(),
  }),
}

/** The whole record is sealed, also who they are at Dremio and until when: nothing has to be read without the keys. */
export function keptSessionsIn(connection: Connection, keys: Keys, clock: Clock, sealing: Sealing): KeptSessions {
  const placeOf = (person: string): Place => ({ key: keys.session(person), field: 'sealed' })

  return {
    async of(person) {
      const place = placeOf(person)
      const text = await connection.send((redis) => redis.hget(place.key, place.field))
      if (text === null) return undefined
      const value = await openField(connection, sealing, place, text)
      if (value === undefined) return undefined
      const stored = kind.schema.safeParse(value)
      if (!stored.success) {
        // Perhaps another version of us wrote it. Signing in again is all that it takes, so nothing fails.
        connection.trouble(`the session of ${person} in Redis does not fit its schema; it counts as gone`)
        return undefined
      }
      const { until, ...session } = stored.data
      // Redis forgets it by a clock of its own, which may be behind.
      return until > clock.now() ? session : undefined
    },

    async keep(person, session, until) {
      const { key, field } = placeOf(person)
      const record = fitting(kind, { ...session, until }, connection.trouble)
      const left = Math.max(1, Math.ceil(until - clock.now()))
      await connection.run(setField, [key], [field, sealing.seal(record, { key, field }), left])
    },

    async drop(person) {
      return (await connection.send((redis) => redis.del(keys.session(person)))) === 1
    },

    exclusively: (person, work) => oneAtATime(connection, keys.sessionLock(person), work),
  }
}
