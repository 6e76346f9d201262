// Keeps who decides in whose place: one delegation for each approver, until a day after its end.

import type { Clock, Delegations } from '../core/ports.ts'
import { delegationSchema } from '../core/requests/delegation.ts'
import { DAY } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { fitting, read, tryRead } from './records.ts'

/** How long one is kept beyond its end, milliseconds: Redis forgets by a clock of its own, which may be ahead of ours. */
const OVER_KEPT = DAY

const kind = { name: 'delegation', schema: delegationSchema }

/** Redis forgets them by itself, so nothing here grows and nothing has to be swept. */
export function delegationsIn(connection: Connection, keys: Keys, clock: Clock): Delegations {
  return {
    async of(approver) {
      const text = await connection.send((redis) => redis.get(keys.delegation(approver)))
      return text === null ? undefined : read(kind, approver, text, connection.trouble)
    },

    async set(delegation) {
      const checked = fitting(kind, delegation, connection.trouble)
      const kept = Math.max(1, Math.ceil(checked.until + OVER_KEPT - clock.now()))
      const { approver } = checked
      await connection.send((redis) => redis.set(keys.delegation(approver), JSON.stringify(checked), 'PX', kept))
    },

    // One that cannot be read is removed all the same, since there is no other way out for its approver; it is
    // reported, and told to the caller as none.
    async remove(approver) {
      const text = await connection.send((redis) => redis.getdel(keys.delegation(approver)))
      return text === null ? undefined : tryRead(kind, approver, text, connection.trouble)
    },
  }
}
