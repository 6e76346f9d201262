// Stores versioned records with compare-and-swap, and lists them by index.
import { BotError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import type { Connection, Trouble } from './client.ts'
import { parseStored } from './earlier-names.ts'
import { swapRecord } from './scripts/swap-record.ts'
import type { SignedKind, SignedRecords } from './signed-records.ts'

/** The part of a zod schema that this room uses. */
export interface Schema<R> {
  safeParse(
    value: unknown,
  ): { success: true; data: R } | { success: false; error: { issues: { path: PropertyKey[] }[] } }
}

/** What differs between the kinds of records. */
export interface RecordKind<R> {
  /** The name in messages to the operator. */
  name: string
  schema: Schema<R>
  idOf(record: R): string
  key(id: string): string
  /**
   * Keys of all indexes that list this record. One index lists either only records that expire, or only records that do
   * not.
   */
  indexesOf(record: R): string[]
  /** Milliseconds until the record expires, or undefined if it does not expire yet. */
  keepFor(record: R, now: number): number | undefined
  /** For records that give somebody a right: one that is not signed by the bot counts as not there. */
  signed?: { records: SignedRecords; kind: SignedKind }
}

/** Audit entries that are written together with a record, or not at all: the fields and values of each. */
export interface WithRecord {
  stream: string
  entries: readonly string[][]
}

/** Every method throws `redis_unavailable`, or `broken` for a record that does not fit the schema. */
export interface Records<R> {
  /** False if the id is taken. A record that counts as not there takes no id. */
  create(record: R, audit?: WithRecord): Promise<boolean>
  find(id: string): Promise<R | undefined>
  /** False on a conflict: another writer was first. */
  swap(before: R, after: R, audit?: WithRecord): Promise<boolean>
  /**
   * In no particular order. An unreadable record is reported and left out, so that it does not hide the others; and so is
   * one that is not signed by the bot.
   */
  listedIn(index: string, leftOut?: LeftOut): Promise<R[]>
  /**
   * The same for an index of any size, a few records at a time, each once. Records that are added or removed meanwhile
   * may be missing.
   */
  eachIn(index: string, leftOut?: LeftOut): AsyncIterable<R>
  /** Those in any of the indexes, each once. */
  eachInAny(indexes: readonly string[], leftOut?: LeftOut): AsyncIterable<R>
}

/** Gets the id of each record that is there but was left out. */
export type LeftOut = (id: string) => void

/** Records per read while an index is walked. */
const AT_ONCE = 200

export function recordsOf<R extends { version: number }>(
  connection: Connection,
  clock: Clock,
  kind: RecordKind<R>,
): Records<R> {
  const { signed } = kind
  const placeOf = (id: string) => ({ key: kind.key(id), field: 'record' })

  /** The JSON of a stored text. Undefined if it counts as not there. */
  function opened(id: string, text: string): string | undefined {
    if (!signed) return text
    return signed.records.open(text, { kind: signed.kind, id, place: placeOf(id), in: 'hash' })
  }

  async function create(record: R, audit?: WithRecord): Promise<boolean> {
    if (await write(undefined, record, audit)) return true
    // A record that counts as not there must not be in the way of one that the bot writes.
    const place = placeOf(kind.idOf(record))
    const text = signed && (await connection.send((redis) => redis.hget(place.key, place.field)))
    if (typeof text !== 'string' || !signed?.records.refuses(text, place)) return false
    return write(undefined, record, audit, text)
  }

  /** `instead` is a stored text that counts as not there, and is overwritten if it still stands. */
  async function write(before: R | undefined, after: R, audit?: WithRecord, instead = ''): Promise<boolean> {
    const now = clock.now()
    // Also checked before writing: an unreadable record would be stuck for good, and a field that is not in the schema
    // (a secret by mistake) is dropped here and never reaches Redis.
    const record = fitting(kind, after, connection.trouble)
    const listed = kind.indexesOf(record)
    const unlisted = before ? kind.indexesOf(before).filter((index) => !listed.includes(index)) : []
    const keep = kind.keepFor(record, now)
    const entries = audit?.entries ?? []
    const written = await connection.run(
      swapRecord,
      [kind.key(kind.idOf(record)), ...listed, ...unlisted, ...(audit && entries.length > 0 ? [audit.stream] : [])],
      [
        before?.version ?? '',
        record.version,
        signed ? signed.records.sign(record, placeOf(kind.idOf(record))) : JSON.stringify(record),
        kind.idOf(record),
        // The script takes 0 as "never expires". A record that is already past its time expires at once.
        keep === undefined ? 0 : Math.max(1, Math.ceil(keep)),
        listed.length,
        instead,
        entries.length,
        ...entries.flatMap((values) => [values.length, ...values]),
      ],
    )
    return written === 1
  }

  async function recordsWith(ids: readonly string[], index: string, leftOut?: LeftOut): Promise<R[]> {
    const texts = await connection.send((redis) => Promise.all(ids.map((id) => redis.hget(kind.key(id), 'record'))))
    const found: R[] = []
    const gone: string[] = []
    for (const [position, id] of ids.entries()) {
      const text = texts[position] ?? null
      if (text === null) {
        gone.push(id)
        continue
      }
      const body = opened(id, text)
      const record = body === undefined ? undefined : tryRead(kind, id, body, connection.trouble)
      if (record !== undefined) found.push(record)
      else leftOut?.(id)
    }
    // These records have expired. Ids are never reused, so no writer can have stored one of them again meanwhile.
    if (gone.length > 0) await connection.send((redis) => redis.srem(index, ...gone))
    return found
  }

  async function* each(indexes: readonly string[], leftOut?: LeftOut): AsyncIterable<R> {
    // A scan may return the same id several times.
    const seen = new Set<string>()
    for (const index of indexes) {
      let cursor = '0'
      do {
        const [next, ids] = await connection.send((redis) => redis.sscan(index, cursor, 'COUNT', AT_ONCE))
        const isNew = ids.filter((id) => seen.size < seen.add(id).size)
        yield* await recordsWith(isNew, index, leftOut)
        cursor = next
      } while (cursor !== '0')
    }
  }

  return {
    create,

    async find(id) {
      const text = await connection.send((redis) => redis.hget(kind.key(id), 'record'))
      const body = text === null ? undefined : opened(id, text)
      return body === undefined ? undefined : read(kind, id, body, connection.trouble)
    },

    async swap(before, after, audit) {
      // Without a new version two writers could both win.
      if (kind.idOf(before) !== kind.idOf(after) || after.version <= before.version) throw new BotError('broken', {})
      return await write(before, after, audit)
    },

    listedIn: async (index, leftOut) =>
      recordsWith(await connection.send((redis) => redis.smembers(index)), index, leftOut),

    eachIn: (index, leftOut) => each([index], leftOut),
    eachInAny: each,
  }
}

/** Parses and checks a stored record. Throws `broken`, and reports through `trouble` which fields are wrong. */
export function read<R>(kind: { name: string; schema: Schema<R> }, id: string, text: string, trouble: Trouble): R {
  let value: unknown
  try {
    value = parseStored(text)
  } catch {
    // The parser's message quotes the text, so it is dropped.
    trouble(`${kind.name} ${id} in Redis is not JSON`)
    throw new BotError('broken', {})
  }
  return fitting(kind, value, (message) => trouble(`${message} (${id} in Redis)`))
}

/** As `read`, but returns undefined for an unreadable record. */
export function tryRead<R>(
  kind: { name: string; schema: Schema<R> },
  id: string,
  text: string,
  trouble: Trouble,
): R | undefined {
  try {
    return read(kind, id, text, trouble)
  } catch {
    return undefined
  }
}

/**
 * Returns the value with the fields of its schema and no others. Throws `broken`; `trouble` gets the names of the wrong
 * fields, never their values.
 */
export function fitting<R>(kind: { name: string; schema: Schema<R> }, value: unknown, trouble: Trouble): R {
  const parsed = kind.schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'all'))
  trouble(`${kind.name} does not fit its schema at ${[...fields].join(', ')}`)
  throw new BotError('broken', {})
}
