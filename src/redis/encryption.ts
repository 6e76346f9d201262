// Encrypts what must not be stored in plain text in Redis: AES-256-GCM, with the first of several keys.
import { createCipheriv, createDecipheriv, createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { BotError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Trouble } from './client.ts'

/** The hash and field where an encrypted text is stored. It can only be decrypted for the same place. */
export interface EncryptedPlace {
  key: string
  field: string
}

/**
 * An encrypted text is `v1.<key id>.<IV, ciphertext and tag in base64url>`. The key id is a digest of the key and says
 * which key to use. The place is associated data, so that one person's record cannot be moved to another person.
 */
export interface Encryption {
  /** `value` is any JSON value; it may contain Secrets or be a Secret. Throws `broken` if there are no keys. */
  encrypt(value: unknown, place: EncryptedPlace): string
  /**
   * Never throws. Returns undefined if the key is gone, or if the text was changed or encrypted for another place; the
   * operator gets one line for each reason. `stale` means that the text was not encrypted with the first key.
   */
  decrypt(text: string, place: EncryptedPlace): { value: unknown; stale: boolean } | undefined
}

const VERSION = 'v1'
const CIPHER = 'aes-256-gcm'
/**
 * Bytes. Random IVs of 12 bytes are safe for 2^32 texts under one key (NIST SP 800-38D, 8.3): centuries of sign-ins.
 */
const IV = 12
const TAG = 16
/** Marks a Secret within the encrypted JSON. */
const WRAP = '$secret'

/** `keys` are 32 bytes in base64 each: the first encrypts, all decrypt. Throws `broken` for an invalid key. */
export function encryptionWith(keys: readonly Secret[], trouble: Trouble): Encryption {
  const ring = keyRing(keys)
  const [first] = ring
  const reportedReasons = new Set<string>()

  function undecryptable(reason: string): undefined {
    if (!reportedReasons.has(reason)) trouble(`${reason}; it counts as gone`)
    reportedReasons.add(reason)
  }

  return {
    encrypt(value, place) {
      if (!first) throw new BotError('broken', {})
      const [id, key] = first
      const iv = randomBytes(IV)
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG }).setAAD(associatedData(place))
      const encrypted = Buffer.concat([iv, cipher.update(asText(value), 'utf8'), cipher.final(), cipher.getAuthTag()])
      return [VERSION, id, encrypted.toString('base64url')].join('.')
    },

    decrypt(text, place) {
      const [version, id = '', body = '', ...rest] = text.split('.')
      if (version !== VERSION || rest.length > 0) return undecryptable('something encrypted in Redis cannot be read')
      const key = ring.get(id)
      if (!key) return undecryptable('something in Redis was encrypted with a key that ENCRYPTION_KEYS does not hold')
      const encrypted = Buffer.from(body, 'base64url')
      try {
        const decipher = createDecipheriv(CIPHER, key, encrypted.subarray(0, IV), { authTagLength: TAG })
        decipher.setAAD(associatedData(place)).setAuthTag(encrypted.subarray(-TAG))
        const clear = Buffer.concat([decipher.update(encrypted.subarray(IV, -TAG)), decipher.final()])
        return { value: fromText(clear.toString('utf8')), stale: id !== first?.[0] }
      } catch {
        // The errors of OpenSSL and of the JSON parser are dropped, because the parser's error quotes the text.
        return undecryptable('something encrypted in Redis was changed, or moved from its place')
      }
    },
  }
}

/**
 * Twelve random bytes in base64url that identify the owner of a lock. No other file in src/redis generates random
 * values.
 */
export function nonce(): string {
  return randomBytes(12).toString('base64url')
}

/** The keys by their ids, in their order. Throws `broken` for an invalid key. */
export function keyRing(keys: readonly Secret[]): ReadonlyMap<string, KeyObject> {
  return new Map(keys.map(keyOf))
}

/** A KeyObject never prints its bytes. */
function keyOf(secret: Secret): [id: string, key: KeyObject] {
  const bytes = Buffer.from(secret.reveal(), 'base64')
  if (bytes.length !== 32) throw new BotError('broken', {})
  const digest = createHash('sha256').update('dremio-pat key id').update(bytes).digest('base64url')
  return [digest.slice(0, 8), createSecretKey(bytes)]
}

/** A JSON list, because plain concatenation could give the same bytes for two different places. */
function associatedData({ key, field }: EncryptedPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, key, field]))
}

function asText(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name, shown: unknown) {
    // `shown` is the output of Secret's toJSON, `[secret]`; the object that holds the Secret still has it.
    const held = this[name]
    return held instanceof Secret ? { [WRAP]: held.reveal() } : shown
  })
}

function fromText(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    const wrapped: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, WRAP) : undefined
    return typeof wrapped === 'string' ? new Secret(wrapped) : value
  })
}
