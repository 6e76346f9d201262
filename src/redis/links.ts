// Stores which Dremio user each Slack person is: at most one for each, in both directions.
import { linkSchema } from '../core/people/person.ts'
import type { Links } from '../core/ports.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { fitting, read, tryRead } from './records.ts'
import { addLink } from './scripts/add-link.ts'
import { removeLink } from './scripts/remove-link.ts'

/** Links per read while all of them are listed. */
const AT_ONCE = 500

const kind = { name: 'link', schema: linkSchema }

/** Links stay until they are removed. */
export function linksIn(connection: Connection, keys: Keys): Links {
  const all = [keys.links, keys.linkedUsers, keys.userOwners]

  return {
    async of(person) {
      const text = await connection.send((redis) => redis.hget(keys.links, person))
      return text === null ? undefined : read(kind, person, text, connection.trouble)
    },

    async *everybody() {
      let cursor = '0'
      do {
        // The values are read as well, because HSCAN without values does not exist in Redis 7.0.
        const [next, found] = await connection.send((redis) => redis.hscan(keys.linkedUsers, cursor, 'COUNT', AT_ONCE))
        for (let at = 0; at < found.length; at += 2) yield found[at] as string
        cursor = next
      } while (cursor !== '0')
    },

    async add(link) {
      const checked = fitting(kind, link, connection.trouble)
      // Dremio user ids are case-insensitive.
      const uid = checked.uid.toLowerCase()
      const added = await connection.run(addLink, all, [checked.person, uid, JSON.stringify(checked)])
      return added === 1 ? 'added' : 'taken'
    },

    // An unreadable link is removed as well, because the person has no other way to remove it. The problem is reported
    // to the operator, and the caller gets undefined.
    async remove(person) {
      const text = await connection.run(removeLink, all, [person])
      return typeof text === 'string' ? tryRead(kind, person, text, connection.trouble) : undefined
    },
  }
}
