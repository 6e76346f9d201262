// Stores which Dremio user each Slack person is: at most one for each, in both directions.
import { type Link, linkSchema } from '../core/people/person.ts'
import type { Links } from '../core/ports.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { fitting, read, tryRead } from './records.ts'
import { addLink } from './scripts/add-link.ts'
import { assignLink } from './scripts/assign-link.ts'
import { removeLink } from './scripts/remove-link.ts'
import type { SignedRecords, StoredRecord } from './signed-records.ts'

/** Links per read while all of them are listed. */
const AT_ONCE = 500

const kinds = {
  link: { name: 'link', schema: linkSchema },
  /** A link as an administrator made it, kept for when the person ends it. */
  assignment: { name: 'assignment', schema: linkSchema },
}

/** Links and assignments stay until they are removed. */
export function linksIn(connection: Connection, keys: Keys, signed: SignedRecords): Links {
  const all = [keys.links, keys.linkedUsers, keys.userOwners]
  const hashes = { link: keys.links, assignment: keys.assignments }
  const storedAs = (kind: keyof typeof kinds, person: string): StoredRecord => ({
    kind,
    id: person,
    place: { key: hashes[kind], field: person },
    in: 'hash',
  })
  const opened = (kind: keyof typeof kinds, person: string, text: string | null) =>
    text === null ? undefined : signed.open(text, storedAs(kind, person))

  async function stored(kind: keyof typeof kinds, person: string): Promise<Link | undefined> {
    const text = await connection.send((redis) => redis.hget(hashes[kind], person))
    const body = opened(kind, person, text)
    return body === undefined ? undefined : read(kinds[kind], person, body, connection.trouble)
  }

  /** What is written of a link. Dremio user ids are case-insensitive. */
  function written(link: Link) {
    const checked = fitting(kinds.link, link, connection.trouble)
    const { person } = checked
    const textAs = (kind: keyof typeof kinds) => signed.sign(checked, storedAs(kind, person).place)
    return { person, uid: checked.uid.toLowerCase(), text: textAs('link'), assignment: textAs('assignment') }
  }

  /** The person's link as it is stored, if it counts as not there; otherwise the empty string. */
  async function refusedText(person: string): Promise<string> {
    const text = await connection.send((redis) => redis.hget(keys.links, person))
    return text !== null && signed.refuses(text, storedAs('link', person).place) ? text : ''
  }

  /** An owner of the Dremio user whose own link does not name that user, and that link's text; or empty strings. */
  async function falseOwner(uid: string, person: string): Promise<[owner: string, text: string]> {
    const owner = await connection.send((redis) => redis.hget(keys.userOwners, uid))
    if (owner === null || owner === person) return ['', '']
    const text = await connection.send((redis) => redis.hget(keys.links, owner))
    const body = opened('link', owner, text)
    const isOwner =
      body !== undefined && tryRead(kinds.link, owner, body, connection.trouble)?.uid.toLowerCase() === uid
    return isOwner ? ['', ''] : [owner, text ?? '']
  }

  return {
    of: (person) => stored('link', person),

    assignmentOf: (person) => stored('assignment', person),

    async personOf(uid) {
      return (await connection.send((redis) => redis.hget(keys.userOwners, uid.toLowerCase()))) ?? undefined
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
      const { person, uid, text } = written(link)
      if ((await connection.run(addLink, all, [person, uid, text, '', '', ''])) === 1) return 'added'
      const forged = [await refusedText(person), ...(await falseOwner(uid, person))]
      if (forged.every((one) => one === '')) return 'taken'
      return (await connection.run(addLink, all, [person, uid, text, ...forged])) === 1 ? 'added' : 'taken'
    },

    async assign(link) {
      const { person, uid, text, assignment } = written(link)
      const places = [...all, keys.assignments]
      if ((await connection.run(assignLink, places, [person, uid, text, assignment, '', ''])) === 1) return 'added'
      const owner = await falseOwner(uid, person)
      if (owner[0] === '') return 'taken'
      return (await connection.run(assignLink, places, [person, uid, text, assignment, ...owner])) === 1
        ? 'added'
        : 'taken'
    },

    async keepAssignment(link) {
      const { person, assignment } = written(link)
      await connection.send((redis) => redis.hsetnx(keys.assignments, person, assignment))
    },

    // A link that is unreadable or not signed is removed as well, because the person has no other way to remove it. The
    // problem is reported to the operator, and the caller gets undefined.
    async remove(person) {
      const text = await connection.run(removeLink, all, [person])
      const body = opened('link', person, typeof text === 'string' ? text : null)
      return body === undefined ? undefined : tryRead(kinds.link, person, body, connection.trouble)
    },

    async removeAssignment(person) {
      const text = await connection.send((redis) => redis.hget(keys.assignments, person))
      await connection.send((redis) => redis.hdel(keys.assignments, person))
      const body = opened('assignment', person, text)
      return body === undefined ? undefined : tryRead(kinds.assignment, person, body, connection.trouble)
    },
  }
}
