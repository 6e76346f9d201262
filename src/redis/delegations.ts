// Stores delegations, one for each approver, until a day after their end.

import type { Clock, Delegations } from '../core/ports.ts'
import { delegationSchema } from '../core/requests/delegation.ts'
import { DAY } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { fitting, read, tryRead } from './records.ts'
import type { SignedRecords, StoredRecord } from './signed-records.ts'

/**
 * How long a delegation is kept after its end, milliseconds: keys expire by the clock of Redis, which may be ahead of
 * the bot's.
 */
const OVER_KEPT = DAY

const kind = { name: 'delegation', schema: delegationSchema }

/** Delegations expire in Redis, so they need no cleanup. */
export function delegationsIn(connection: Connection, keys: Keys, clock: Clock, signed: SignedRecords): Delegations {
  const storedAs = (approver: string): StoredRecord => ({
    kind: 'delegation',
    id: approver,
    place: { key: keys.delegation(approver), field: 'delegation' },
    in: 'string',
  })

  return {
    async of(approver) {
      const text = await connection.send((redis) => redis.get(keys.delegation(approver)))
      const body = text === null ? undefined : signed.open(text, storedAs(approver))
      return body === undefined ? undefined : read(kind, approver, body, connection.trouble)
    },

    async set(delegation) {
      const checked = fitting(kind, delegation, connection.trouble)
      const kept = Math.max(1, Math.ceil(checked.until + OVER_KEPT - clock.now()))
      const { place } = storedAs(checked.approver)
      await connection.send((redis) => redis.set(place.key, signed.sign(checked, place), 'PX', kept))
    },

    // A delegation that is unreadable or not signed is removed as well, because the approver has no other way to end it.
    // The problem is reported to the operator, and the caller gets undefined.
    async remove(approver) {
      const text = await connection.send((redis) => redis.getdel(keys.delegation(approver)))
      const body = text === null ? undefined : signed.open(text, storedAs(approver))
      return body === undefined ? undefined : tryRead(kind, approver, body, connection.trouble)
    },
  }
}
