// Opens a sealed field of a hash, and encrypts it anew if it was sealed with another key than the first.
import type { Connection } from './client.ts'
import type { EncryptedPlace, Encryption } from './encryption.ts'
import { swapField } from './scripts/swap-field.ts'

/**
 * What `text`, which was read at that place, holds; undefined as `Encryption.decrypt`. Encrypting anew when something is used
 * is how keys are rotated: once everything in use went through it, the old key can be taken off the list.
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
    // Whoever wrote meanwhile wrote with a newer key anyway. That Redis is away is no reason to keep back what was
    // read: the next use tries again.
    await connection
      .run(swapField, [key], [field, text, encryption.encrypt(opened.value, place)])
      .catch(() => undefined)
  }
  return opened?.value
}
