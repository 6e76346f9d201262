// Stores who left, until they are back.
import { type Departures, departureSchema } from '../core/people/departure.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { fitting, read, tryRead } from './records.ts'

/** Records per read while all of them are listed. */
const AT_ONCE = 500

const kind = { name: 'departure', schema: departureSchema }

export function departuresIn(connection: Connection, keys: Keys): Departures {
  return {
    async of(person) {
      const text = await connection.send((redis) => redis.hget(keys.departures, person))
      return text === null ? undefined : read(kind, person, text, connection.trouble)
    },

    async add(departure) {
      const checked = fitting(kind, departure, connection.trouble)
      const added = await connection.send((redis) =>
        redis.hsetnx(keys.departures, checked.person, JSON.stringify(checked)),
      )
      return added === 1
    },

    async remove(person) {
      return (await connection.send((redis) => redis.hdel(keys.departures, person))) === 1
    },

    async *every() {
      let cursor = '0'
      do {
        const [next, found] = await connection.send((redis) => redis.hscan(keys.departures, cursor, 'COUNT', AT_ONCE))
        for (let at = 0; at < found.length; at += 2) {
          const departure = tryRead(kind, found[at] ?? '', found[at + 1] ?? '', connection.trouble)
          if (departure) yield departure
        }
        cursor = next
      } while (cursor !== '0')
    },
  }
}
