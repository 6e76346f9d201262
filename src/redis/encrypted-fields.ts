// Opens a sealed field of a hash, and encrypts it anew if it was sealed with another key than the first.
import type { Connection } from './client.ts'
import type { Encryption, Place } from './encryption.ts'
import { swapField } from './scripts/swap-field.ts'

/**
 * What `text`, which was read at that place, holds; undefined as `Sealing.open`. Encrypting anew when something is used
 * is how keys are rotated: once everything in use went through it, the old key can be taken off the list.
 */
export async function decryptField(
  connection: Connection,
  sealing: Encryption,
  place: Place,
  text: string,
): Promise<unknown> {
  const opened = sealing.open(text, place)
  if (opened?.stale) {
    const { key, field } = place
    // Whoever wrote meanwhile wrote with a newer key anyway. That Redis is away is no reason to keep back what was
    // read: the next use tries again.
    await connection.run(swapField, [key], [field, text, sealing.seal(opened.value, place)]).catch(() => undefined)
  }
  return opened?.value
}
