// Stores sessions encrypted, by person, and lets one process at a time refresh a person's session.
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

/**
 * The whole record is encrypted, including the Dremio user and the expiry: nothing needs to read them without the keys.
 */
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
      // Another version of the bot may have written this record. Nothing fails, because the person only has to sign in
      // again.
      connection.trouble(`the session of ${person} in Redis does not fit its schema; it counts as gone`)
      return undefined
    }
    const { until, ...session } = record.data
    // Redis expires the record by its own clock, which may be behind.
    return until > clock.now() ? { text, session } : undefined
  }

  function written(person: string, session: StoredSession, until: number) {
    const record = fitting(kind, { ...session, until, version: nonce() }, connection.trouble)
    const { until: _, ...storedSession } = record
    return {
      storedSession,
      text: encryption.encrypt(record, placeOf(person)),
      left: Math.max(1, Math.ceil(until - clock.now())),
    }
  }

  /** Returns false if something else is stored than was read, or nothing. `write` returns 1 if it found the text. */
  async function writeWhileUnchanged(
    person: string,
    before: StoredSessionVersion,
    write: (text: string) => Promise<unknown>,
  ) {
    // A text that was encrypted again meanwhile is still the same session. That happens at most once for each key, so
    // the loop ends.
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
      const { storedSession, text, left } = written(person, after, until)
      const isReplaced = await writeWhileUnchanged(person, before, (storedText) =>
        connection.run(replaceField, [key], [field, storedText, text, left]),
      )
      return isReplaced ? storedSession : undefined
    },

    async drop(person, only) {
      const { key, field } = placeOf(person)
      if (!only) return (await connection.send((redis) => redis.del(key))) === 1
      return writeWhileUnchanged(person, only, (storedText) => connection.run(removeHash, [key], [field, storedText]))
    },

    exclusively: (person, work) => oneAtATime(connection, keys.sessionLock(person), work),
  }
}
