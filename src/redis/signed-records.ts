// Reads and writes signed records: one without a valid signature counts as not there, and is reported once.
import type { Audit, AuditEntry } from '../core/audit.ts'
import { DAY } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { swapField } from './scripts/swap-field.ts'
import { swapString } from './scripts/swap-string.ts'
import type { RecordPlace, Refusal, Signatures } from './signatures.ts'

/** The kinds of records that give somebody a right, as operators read them. */
export type SignedKind =
  | 'link'
  | 'assignment'
  | 'link confirmation'
  | 'request'
  | 'token'
  | 'delegation'
  | 'sign-in ticket'

export interface StoredRecord {
  kind: SignedKind
  /** What the record is about, as its key names it: a Slack id, a request's id or a token's. */
  id: string
  place: RecordPlace
  /** Whether it is a field of a hash or a string of its own; `place.field` is only a name then. */
  in: 'hash' | 'string'
}

export interface SignedRecords {
  /** The text to store. */
  sign(record: object, place: RecordPlace): string
  /**
   * The JSON of a stored text, without its signature. Undefined if it counts as not there: then the operator is told,
   * and the audit, once for each text. A record that is signed with an older key is signed anew in the background.
   */
  open(text: string, stored: StoredRecord): string | undefined
  /** Whether the text counts as not there. Reports nothing. */
  refuses(text: string, place: RecordPlace): boolean
}

/** A refused text that still stands after this time is audited again, milliseconds. */
const AUDITED_FOR = 90 * DAY
/** Names of refused texts that a process remembers. When there are more, Redis alone remembers them. */
const MOST_REMEMBERED = 1_000
/** Ids stand in keys, which others may have written as long as they liked. */
const LONGEST_ID = 64

export function signedRecords(
  connection: Connection,
  keys: Keys,
  signatures: Signatures,
  audit: Pick<Audit, 'append'>,
): SignedRecords {
  const remembered = new Set<string>()

  async function report(text: string, { kind, id, place }: StoredRecord, refusal: Refusal): Promise<void> {
    // Nobody without the keys can compute the name, and so claim it to keep the entry from being written.
    const name = signatures.nameOf(text, place)
    if (remembered.has(name)) return
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.add(name)
    const shortId = id.slice(0, LONGEST_ID)
    connection.trouble(`the ${kind} ${shortId} in Redis is ${refusal}; it counts as not there`)
    const key = keys.refusedRecord(name)
    try {
      const isFirst = await connection.send((redis) => redis.set(key, '1', 'PX', AUDITED_FOR, 'NX'))
      if (isFirst === 'OK') await audit.append(entryAbout(kind, shortId, refusal))
    } catch {
      // The next read reports it again.
      remembered.delete(name)
      await connection.send((redis) => redis.del(key)).catch(() => undefined)
    }
  }

  /** A lost swap is fine: whoever wrote meanwhile used the first key. The next read tries again after an outage. */
  async function signAnew(text: string, body: string, { place, in: storedIn }: StoredRecord): Promise<void> {
    const signed = signatures.sign(body, place)
    await (storedIn === 'hash'
      ? connection.run(swapField, [place.key], [place.field, text, signed])
      : connection.run(swapString, [place.key], [text, signed])
    ).catch(() => undefined)
  }

  return {
    sign: (record, place) => signatures.sign(JSON.stringify(record), place),

    open(text, stored) {
      const { body, refusal, stale } = signatures.check(text, stored.place)
      // Nobody who reads the record waits for the rest.
      if (refusal !== undefined) void report(text, stored, refusal)
      else if (stale) void signAnew(text, body, stored)
      return refusal === undefined ? body : undefined
    },

    refuses: (text, place) => signatures.check(text, place).refusal !== undefined,
  }
}

/** Nothing of the record's content is used, because anybody may have written it. */
function entryAbout(kind: SignedKind, id: string, refusal: Refusal): AuditEntry {
  const isPersons = kind === 'link' || kind === 'assignment' || kind === 'delegation'
  return {
    action: 'record.refused',
    by: 'bot',
    for: isPersons ? id : 'bot',
    ...(kind === 'request' && { request: id }),
    ...(kind === 'token' && { tid: id }),
    note: `${kind} ${id}: ${refusal}`,
  }
}
