// Keeps sessions at rest, encrypted, by person, and has each person's refreshed by one process at a time.
import { z } from 'zod'
import type { Clock } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import type { StoredSession, StoredSessions, StoredSessionVersion } from '../core/sessions/session.ts'
import type { Connection } from './client.ts'
import { decryptField } from './encrypted-fields.ts'
import { type EncryptedPlace, type Encryption, nonce } from './encryption.ts'
import type { Keys } from './keys.ts'
import { oneAtATime } from './lock.ts'
import { fitting } from './records.ts'
import { removeHash } from './scripts/remove-hash.ts'
import { replaceField } from './scripts/replace-field.ts'
import { setField } from './scripts/set-field.ts'

const kind = {
  name: 'session',
  schema: z.object({
    uid: z.string(),
    accessToken: z.instanceof(Secret),
    expiresAt: z.number(),
    refreshToken: z.instanceof(Secret).exactOptional(),
    since: z.number(),
    doubtedUntil: z.number().exactOptional(),
    version: z.string(),
    until: z.number(),
  }),
}

/** The whole record is sealed, also who they are at Dremio and until when: nothing has to be read without the keys. */
export function storedSessionsIn(
  connection: Connection,
  keys: Keys,
  clock: Clock,
  encryption: Encryption,
): StoredSessions {
  const placeOf = (person: string): EncryptedPlace => ({ key: keys.session(person), field: 'sealed' })

  async function stored(person: string): Promise<{ text: string; session: StoredSessionVersion } | undefined> {
    const place = placeOf(person)
    const text = await connection.send((redis) => redis.hget(place.key, place.field))
    if (text === null) return undefined
    const value = await decryptField(connection, encryption, place, text)
    if (value === undefined) return undefined
    const record = kind.schema.safeParse(value)
    if (!record.success) {
      // Perhaps another version of us wrote it. Signing in again is all that it takes, so nothing fails.
      connection.trouble(`the session of ${person} in Redis does not fit its schema; it counts as gone`)
      return undefined
    }
    const { until, ...session } = record.data
    // Redis forgets it by a clock of its own, which may be behind.
    return until > clock.now() ? { text, session } : undefined
  }

  function written(person: string, session: StoredSession, until: number) {
    const record = fitting(kind, { ...session, until, version: nonce() }, connection.trouble)
    const { until: _, ...rests } = record
    return {
      rests,
      text: encryption.encrypt(record, placeOf(person)),
      left: Math.max(1, Math.ceil(until - clock.now())),
    }
  }

  /** False once something else, or nothing, rests than was read. `write` says whether it found what it was told to. */
  async function whileItRests(person: string, before: StoredSessionVersion, write: (text: string) => Promise<unknown>) {
    // What was encrypted anew meanwhile is still the same. It is so once for each key at most, so this comes to an end.
    for (;;) {
      const there = await stored(person)
      if (there?.session.version !== before.version) return false
      if ((await write(there.text)) === 1) return true
    }
  }

  return {
    async of(person) {
      return (await stored(person))?.session
    },

    async keep(person, session, until) {
      const { key, field } = placeOf(person)
      const { text, left } = written(person, session, until)
      await connection.run(setField, [key], [field, text, left])
    },

    async replace(person, before, after, until) {
      const { key, field } = placeOf(person)
      const { rests, text, left } = written(person, after, until)
      const isReplaced = await whileItRests(person, before, (stood) =>
        connection.run(replaceField, [key], [field, stood, text, left]),
      )
      return isReplaced ? rests : undefined
    },

    async drop(person, only) {
      const { key, field } = placeOf(person)
      if (!only) return (await connection.send((redis) => redis.del(key))) === 1
      return whileItRests(person, only, (stood) => connection.run(removeHash, [key], [field, stood]))
    },

    exclusively: (person, work) => oneAtATime(connection, keys.sessionLock(person), work),
  }
}
