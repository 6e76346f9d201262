// Decrypts a field of a hash, and encrypts it again if it was not encrypted with the first key.
import type { Connection } from './client.ts'
import type { EncryptedPlace, Encryption } from './encryption.ts'
import { swapField } from './scripts/swap-field.ts'

/**
 * Returns what `text`, read from `place`, holds; undefined as `Encryption.decrypt`. Keys are rotated by encrypting
 * again on use: once every record was used, the old key can be removed from ENCRYPTION_KEYS.
 */
export async function decryptField(
  connection: Connection,
  encryption: Encryption,
  place: EncryptedPlace,
  text: string,
): Promise<unknown> {
  const opened = encryption.decrypt(text, place)
  if (opened?.stale) {
    const { key, field } = place
    // A concurrent writer used the first key anyway, so a lost swap is fine. An outage of Redis is no reason to
    // withhold the value: the next use tries again.
    await connection
      .run(swapField, [key], [field, text, encryption.encrypt(opened.value, place)])
      .catch(() => undefined)
  }
  return opened?.value
}
