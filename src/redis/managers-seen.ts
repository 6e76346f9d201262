// Remembers whose manager somebody was last seen to be: the newest people of each manager.
import type { Clock, ManagersSeen } from '../core/ports.ts'
import { DAY } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { noteManager } from './scripts/note-manager.ts'

/** How long after the last time, milliseconds: as long as a token may live, so that it is renewed in between. */
const KEPT = 180 * DAY
/** Enough to find one who still has that manager. */
const MOST_PEOPLE = 20

export function managersSeenIn(connection: Connection, keys: Keys, clock: Clock): ManagersSeen {
  return {
    async note(manager, person) {
      const values = [person, Math.round(clock.now()), KEPT, MOST_PEOPLE]
      await connection.run(noteManager, [keys.peopleOfManager(manager)], values)
    },

    async peopleOf(manager) {
      const key = keys.peopleOfManager(manager)
      return (await connection.send((redis) => redis.zrangebyscore(key, '-inf', '+inf'))).toReversed()
    },

    async forget(manager, person) {
      await connection.send((redis) => redis.zrem(keys.peopleOfManager(manager), person))
    },
  }
}
