// Stores the keys with which the bot signs for people, encrypted, by name.
import { Secret } from '../core/secret.ts'
import type { SigningKeys } from '../core/sessions/session.ts'
import type { Connection } from './client.ts'
import { decryptField } from './encrypted-fields.ts'
import type { EncryptedPlace, Encryption } from './encryption.ts'
import type { Keys } from './keys.ts'
import { swapField } from './scripts/swap-field.ts'

/** Keys stay until they are removed. */
export function signingKeysIn(connection: Connection, keys: Keys, encryption: Encryption): SigningKeys {
  const placeOf = (name: string): EncryptedPlace => ({ key: keys.signingKeys, field: name })

  async function open(name: string, text: string): Promise<Secret | undefined> {
    const value = await decryptField(connection, encryption, placeOf(name), text)
    return value instanceof Secret ? value : undefined
  }

  return {
    async all() {
      const stored = await connection.send((redis) => redis.hgetall(keys.signingKeys))
      const found = new Map<string, Secret>()
      for (const [name, text] of Object.entries(stored)) {
        const key = await open(name, text)
        if (key) found.set(name, key)
      }
      return found
    },

    async add(name, key) {
      const encrypted = encryption.encrypt(key, placeOf(name))
      // A caller that loses the swap reads the winner's key, so all who add the same name end with the same key. Each
      // further turn of the loop means that another caller's swap or removal succeeded.
      for (;;) {
        const text = await connection.send((redis) => redis.hget(keys.signingKeys, name))
        const there = text === null ? undefined : await open(name, text)
        if (there) return there
        // A key that cannot be decrypted is useless, so it is replaced.
        if ((await connection.run(swapField, [keys.signingKeys], [name, text ?? '', encrypted])) === 1) return key
      }
    },

    async remove(name) {
      await connection.send((redis) => redis.hdel(keys.signingKeys, name))
    },
  }
}
