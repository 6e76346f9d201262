// Walks through every stored record that has to be signed, counts how they are signed, and signs what is not.
import { ReplyError } from 'ioredis'
import { BotError } from '../core/errors.ts'
import { linkConfirmationSchema } from '../core/people/link-confirmation.ts'
import { linkSchema } from '../core/people/person.ts'
import { delegationSchema } from '../core/requests/delegation.ts'
import { requestSchema } from '../core/requests/request.ts'
import { tokenSchema } from '../core/tokens/token.ts'
import type { Connection } from './client.ts'
import { parseStored } from './earlier-names.ts'
import type { Keys } from './keys.ts'
import type { Schema } from './records.ts'
import { swapField } from './scripts/swap-field.ts'
import { swapString } from './scripts/swap-string.ts'
import type { Refusal, Signatures } from './signatures.ts'
import type { SignedKind, StoredRecord } from './signed-records.ts'

/** Tickets are left out: they live for minutes, and a person who has one can get another. */
export type CountedKind = Exclude<SignedKind, 'sign-in ticket'>

/**
 * `not readable` has no signature and never gets one: it is no record of its kind, or is about somebody else than its
 * place says.
 */
export type Found = 'signed' | 'signed with an older key' | 'signed now' | 'not readable' | Refusal

/** In the order in which operators read them; a kind of which there are no records is missing. */
export type RecordCounts = ReadonlyMap<CountedKind, Readonly<Partial<Record<Found, number>>>>

export interface StoredRecords {
  /** Reads every record. Throws `redis_unavailable`, and `redis_unusable` if the user may not use SCAN. */
  count(): Promise<RecordCounts>
  /**
   * Signs what has no signature, or one of an older key; never what has a wrong one. A record that somebody writes at the
   * same moment stays as it was written. Throws as `count`.
   */
  sign(): Promise<RecordCounts>
}

interface KindOfRecord {
  kind: CountedKind
  schema: Schema<Record<string, unknown>>
  /** The field that says what a record is about, as its place does. */
  about: string
  /** All of them are fields of this hash. */
  hash?: string
  /** Each of them is a key that begins so: a field of a hash, or a string. */
  keys?: { start: string; field: string; in: StoredRecord['in'] }
}

function kindsUnder(keys: Keys): readonly KindOfRecord[] {
  const inHash = { field: 'record', in: 'hash' } as const
  return [
    { kind: 'link', schema: linkSchema, about: 'person', hash: keys.links },
    { kind: 'assignment', schema: linkSchema, about: 'person', hash: keys.assignments },
    {
      kind: 'link confirmation',
      schema: linkConfirmationSchema,
      about: 'id',
      keys: { start: keys.linkConfirmation(''), ...inHash },
    },
    { kind: 'request', schema: requestSchema, about: 'id', keys: { start: keys.request(''), ...inHash } },
    { kind: 'token', schema: tokenSchema, about: 'tid', keys: { start: keys.token(''), ...inHash } },
    {
      kind: 'delegation',
      schema: delegationSchema,
      about: 'approver',
      keys: { start: keys.delegation(''), field: 'delegation', in: 'string' },
    },
  ]
}

/** Keys or fields per read. */
const AT_ONCE = 500
/** A record that is another one each time it is about to be signed is being written by the bot, which signs it. */
const TRIES = 5

export function storedRecordsIn(connection: Connection, keys: Keys, signatures: Signatures): StoredRecords {
  const kinds = kindsUnder(keys)

  async function walk(signs: boolean): Promise<RecordCounts> {
    const counts = new Map(kinds.map(({ kind }) => [kind, {} as Partial<Record<Found, number>>]))
    for await (const batch of everyRecord()) {
      const texts = await Promise.all(batch.map(textOf))
      for (const [position, record] of batch.entries()) {
        const found = await look(record, texts[position] ?? null, signs)
        const ofKind = counts.get(record.kind)
        if (found !== undefined && ofKind) ofKind[found] = (ofKind[found] ?? 0) + 1
      }
    }
    return new Map([...counts].filter(([, found]) => Object.keys(found).length > 0))
  }

  /** Undefined if there is no record any more. */
  async function look(record: Listed, first: string | null, signs: boolean): Promise<Found | undefined> {
    let text = first
    for (let tried = 1; text !== null; tried += 1) {
      const { body, refusal, stale } = signatures.check(text, record.place)
      if (refusal !== undefined && refusal !== 'not signed') return refusal
      if (refusal === undefined && !stale) return 'signed'
      if (!isOfItsPlace(record, body)) return 'not readable'
      if (!signs || tried > TRIES) return stale ? 'signed with an older key' : 'not signed'
      if (await replace(record, text, signatures.sign(body.trim(), record.place))) return 'signed now'
      text = await textOf(record)
    }
    return undefined
  }

  async function replace({ place, in: storedIn }: StoredRecord, text: string, signed: string): Promise<boolean> {
    const replaced = await (storedIn === 'hash'
      ? connection.run(swapField, [place.key], [place.field, text, signed])
      : connection.run(swapString, [place.key], [text, signed]))
    return replaced === 1
  }

  /** A key that holds something else than a record of its kind holds no record. */
  async function textOf({ place, in: storedIn }: StoredRecord): Promise<string | null> {
    const text = await connection.send((redis) =>
      (storedIn === 'hash' ? redis.hget(place.key, place.field) : redis.get(place.key)).catch(unlessRefused),
    )
    return text ?? null
  }

  async function* everyRecord(): AsyncIterable<Listed[]> {
    for (const { hash, ...kind } of kinds) {
      if (hash === undefined) continue
      for await (const ids of fieldsOf(hash))
        yield ids.map((id) => ({ ...kind, id, place: { key: hash, field: id }, in: 'hash' }))
    }
    for await (const found of everyKey()) {
      yield found.flatMap((key) =>
        kinds.flatMap((kind): Listed[] => {
          const { start, field, in: storedIn } = kind.keys ?? {}
          if (start === undefined || !key.startsWith(start)) return []
          return [{ ...kind, id: key.slice(start.length), place: { key, field: field ?? '' }, in: storedIn ?? 'hash' }]
        }),
      )
    }
  }

  async function* fieldsOf(hash: string): AsyncIterable<string[]> {
    const isNew = onlyOnce()
    let cursor = '0'
    do {
      const [next, found] = await connection.send((redis) => redis.hscan(hash, cursor, 'COUNT', AT_ONCE))
      yield found.filter((field, at) => at % 2 === 0 && isNew(field))
      cursor = next
    } while (cursor !== '0')
  }

  /** All of the bot's keys lie on one node. */
  async function* everyKey(): AsyncIterable<string[]> {
    const isNew = onlyOnce()
    const pattern = `${keys.everyKey.replace(/[\\*?[\]]/g, '\\$&')}*`
    let cursor = '0'
    do {
      // A refusal is no trouble for the log here, because the caller is told.
      const page = await connection.sendToNode((redis) =>
        redis.scan(cursor, 'MATCH', pattern, 'COUNT', AT_ONCE).catch(unlessRefused),
      )
      if (!page) throw new BotError('redis_unusable', { because: 'permission' })
      const [next, found] = page
      yield found.filter(isNew)
      cursor = next
    } while (cursor !== '0')
  }

  return { count: () => walk(false), sign: () => walk(true) }
}

type Listed = StoredRecord & Pick<KindOfRecord, 'schema' | 'about'> & { kind: CountedKind }

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof ReplyError)) throw error
}

/** A scan may return the same name several times. */
function onlyOnce(): (name: string) => boolean {
  const seen = new Set<string>()
  return (name) => seen.size < seen.add(name).size
}

function isOfItsPlace({ schema, about, id }: Listed, body: string): boolean {
  try {
    const record = schema.safeParse(parseStored(body))
    return record.success && record.data[about] === id
  } catch {
    return false
  }
}
