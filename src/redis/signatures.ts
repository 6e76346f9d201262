// Signs records with a key that is derived from ENCRYPTION_KEYS, so that a record that was not written by the bot is recognised.
import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../core/secret.ts'
import { type EncryptedPlace, keyRing } from './encryption.ts'

/** The key and field where a record is stored. A signature is valid for the same place only. */
export type RecordPlace = EncryptedPlace

/** Why a record counts as not there. */
export type Refusal = 'not signed' | 'wrongly signed' | 'signed with a key that ENCRYPTION_KEYS does not hold'

export interface CheckedText {
  /** The JSON without its signature. */
  body: string
  /** Undefined if the signature is valid. */
  refusal: Refusal | undefined
  /** The signature is valid, but was not made with the first key. */
  stale: boolean
}

/**
 * A signed text is the record's JSON with a last field `mac`: `v1.<key id>.<HMAC-SHA256 in base64url>`. The signature
 * covers the place and every character before that field. It stands within the text, so that both are always written
 * together, and a process of an earlier version can read the record.
 */
export interface Signatures {
  /** Returns the JSON unchanged if there are no keys. */
  sign(body: string, place: RecordPlace): string
  /** Without keys every text counts as valid. Never throws. */
  check(text: string, place: RecordPlace): CheckedText
  /** A name for this text in this place that nobody without the keys can compute. */
  nameOf(text: string, place: RecordPlace): string
}

const VERSION = 'v1'
/** Names what the derived keys are for: https://www.rfc-editor.org/rfc/rfc5869#section-3.2 */
const PURPOSE = 'dremio-pat record signature v1'
const SIGNED = /^(?<open>\{[\s\S]*),"mac":"v1\.(?<id>[\w-]{8})\.(?<mac>[\w-]{43})"\}$/

/** `keys` as for `encryptionWith`: the first signs, any of them verifies. Throws `broken` for an invalid key. */
export function signaturesWith(keys: readonly Secret[]): Signatures {
  const ring = new Map([...keyRing(keys)].map(([id, key]) => [id, derivedFrom(key)]))
  const [first] = ring

  return {
    sign(body, place) {
      if (!first) return body
      const [id, key] = first
      return `${body.slice(0, -1)},"mac":"${VERSION}.${id}.${macOf(key, place, body)}"}`
    },

    check(text, place) {
      const { open, id = '', mac = '' } = SIGNED.exec(text)?.groups ?? {}
      const body = open === undefined ? text : `${open}}`
      if (!first) return { body, refusal: undefined, stale: false }
      if (open === undefined) return { body, refusal: 'not signed', stale: false }
      const key = ring.get(id)
      if (!key) {
        return { body, refusal: 'signed with a key that ENCRYPTION_KEYS does not hold', stale: false }
      }
      const isValid = timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(key, place, body)))
      return { body, refusal: isValid ? undefined : 'wrongly signed', stale: isValid && id !== first[0] }
    },

    nameOf: (text, place) => (first ? macOf(first[1], place, `name of ${text}`) : ''),
  }
}

function derivedFrom(key: KeyObject): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, '', PURPOSE, 32)))
}

/** A JSON list, because plain concatenation could give the same bytes for two different records. */
function macOf(key: KeyObject, { key: name, field }: RecordPlace, body: string): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([VERSION, name, field, body]))
    .digest('base64url')
}
