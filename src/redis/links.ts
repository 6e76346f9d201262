// Stores which Dremio user each Slack person is: at most one for each, in both directions.
import { type Link, linkSchema } from '../core/people/person.ts'
import type { Links } from '../core/ports.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { fitting, read, tryRead } from './records.ts'
import { addLink } from './scripts/add-link.ts'
import { removeLink } from './scripts/remove-link.ts'
import type { SignedRecords, StoredRecord } from './signed-records.ts'

/** Links per read while all of them are listed. */
const AT_ONCE = 500

const kind = { name: 'link', schema: linkSchema }

/** Links stay until they are removed. */
export function linksIn(connection: Connection, keys: Keys, signed: SignedRecords): Links {
  const all = [keys.links, keys.linkedUsers, keys.userOwners]
  const storedAs = (person: string): StoredRecord => ({
    kind: 'link',
    id: person,
    place: { key: keys.links, field: person },
    in: 'hash',
  })

  /** The link's text as it is stored, if it counts as not there; otherwise the empty string. */
  async function refusedText(person: string): Promise<string> {
    const text = await connection.send((redis) => redis.hget(keys.links, person))
    return text !== null && signed.refuses(text, storedAs(person).place) ? text : ''
  }

  /**
   * What stands in the way of a link although it counts as not there: a text in the person's place, and an owner of the
   * Dremio user whose own link does not name that user.
   */
  async function inTheWay({ person, uid }: Pick<Link, 'person' | 'uid'>): Promise<string[]> {
    const owner = await connection.send((redis) => redis.hget(keys.userOwners, uid))
    if (owner === null || owner === person) return [await refusedText(person), '', '']
    const ownersText = await connection.send((redis) => redis.hget(keys.links, owner))
    const body = ownersText === null ? undefined : signed.open(ownersText, storedAs(owner))
    const isOwner = body !== undefined && tryRead(kind, owner, body, connection.trouble)?.uid.toLowerCase() === uid
    return [await refusedText(person), isOwner ? '' : owner, isOwner ? '' : (ownersText ?? '')]
  }

  return {
    async of(person) {
      const text = await connection.send((redis) => redis.hget(keys.links, person))
      const body = text === null ? undefined : signed.open(text, storedAs(person))
      return body === undefined ? undefined : read(kind, person, body, connection.trouble)
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
      const { person } = checked
      const uid = checked.uid.toLowerCase()
      const values = [person, uid, signed.sign(checked, storedAs(person).place)]
      if ((await connection.run(addLink, all, [...values, '', '', ''])) === 1) return 'added'
      const forged = await inTheWay({ person, uid })
      if (forged.every((text) => text === '')) return 'taken'
      return (await connection.run(addLink, all, [...values, ...forged])) === 1 ? 'added' : 'taken'
    },

    // A link that is unreadable or not signed is removed as well, because the person has no other way to remove it. The
    // problem is reported to the operator, and the caller gets undefined.
    async remove(person) {
      const text = await connection.run(removeLink, all, [person])
      const body = typeof text === 'string' ? signed.open(text, storedAs(person)) : undefined
      return body === undefined ? undefined : tryRead(kind, person, body, connection.trouble)
    },
  }
}
