// Encrypts what must not rest in the open in Redis: AES-256-GCM, under the first of several keys.
import { createCipheriv, createDecipheriv, createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { BotError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Trouble } from './client.ts'

/** Where a sealed text stands: one field of one hash. It opens there and nowhere else. */
export interface EncryptedPlace {
  key: string
  field: string
}

/**
 * A sealed text is `v1.<key id>.<IV, ciphertext and tag in base64url>`. The key id, a digest of the key, says at once
 * which key it is; the place is associated data, so that nobody can move one person's record to another's.
 */
export interface Encryption {
  /** `value` is whatever JSON can hold, with Secrets in it or a Secret itself. Throws `broken` if there are no keys. */
  encrypt(value: unknown, place: EncryptedPlace): string
  /**
   * Never throws: undefined for what was sealed with a key that is gone, was changed, or was sealed for another place;
   * an operator hears of each reason once. `stale` if it was sealed with another key than the first.
   */
  decrypt(text: string, place: EncryptedPlace): { value: unknown; stale: boolean } | undefined
}

const VERSION = 'v1'
const CIPHER = 'aes-256-gcm'
/** Bytes. Random IVs of 12 bytes are safe for 2^32 texts under one key (NIST SP 800-38D, 8.3): centuries of sign-ins. */
const IV = 12
const TAG = 16
/** How a Secret is written within what is sealed. */
const WRAP = '$secret'

/** `keys` are 32 bytes in base64 each: the first encrypts, all decrypt. Throws `broken` for any other. */
export function encryptionWith(keys: readonly Secret[], trouble: Trouble): Encryption {
  const ring = new Map(keys.map(keyOf))
  const [first] = ring
  const told = new Set<string>()

  function lost(reason: string): undefined {
    if (!told.has(reason)) trouble(`${reason}; it counts as gone`)
    told.add(reason)
  }

  return {
    encrypt(value, place) {
      if (!first) throw new BotError('broken', {})
      const [id, key] = first
      const iv = randomBytes(IV)
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG }).setAAD(bound(place))
      const sealed = Buffer.concat([iv, cipher.update(asText(value), 'utf8'), cipher.final(), cipher.getAuthTag()])
      return [VERSION, id, sealed.toString('base64url')].join('.')
    },

    decrypt(text, place) {
      const [version, id = '', body = '', ...rest] = text.split('.')
      if (version !== VERSION || rest.length > 0) return lost('something encrypted in Redis cannot be read')
      const key = ring.get(id)
      if (!key) return lost('something in Redis was encrypted with a key that ENCRYPTION_KEYS does not hold')
      const sealed = Buffer.from(body, 'base64url')
      try {
        const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV), { authTagLength: TAG })
        decipher.setAAD(bound(place)).setAuthTag(sealed.subarray(-TAG))
        const clear = Buffer.concat([decipher.update(sealed.subarray(IV, -TAG)), decipher.final()])
        return { value: fromText(clear.toString('utf8')), stale: id !== first?.[0] }
      } catch {
        // Neither OpenSSL's words nor those of the JSON parser, which quote the text, go any further.
        return lost('something encrypted in Redis was changed, or moved from its place')
      }
    },
  }
}

/** Twelve random bytes in base64url, to tell one holder of a lock from another: no other file of this room draws. */
export function nonce(): string {
  return randomBytes(12).toString('base64url')
}

/** A key object shows its bytes to nobody, however it is printed. */
function keyOf(secret: Secret): [id: string, key: KeyObject] {
  const bytes = Buffer.from(secret.reveal(), 'base64')
  if (bytes.length !== 32) throw new BotError('broken', {})
  const digest = createHash('sha256').update('dremio-pat key id').update(bytes).digest('base64url')
  return [digest.slice(0, 8), createSecretKey(bytes)]
}

/** As a list, so that no key with a field looks like another key with another field. */
function bound({ key, field }: EncryptedPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, key, field]))
}

function asText(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name, shown: unknown) {
    // `shown` is what toJSON made of a Secret, `[secret]`; its holder has the Secret itself.
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
