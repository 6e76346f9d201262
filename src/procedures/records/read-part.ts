// Reads one part of an answer: what cannot be read is unknown, and the other parts are shown all the same.
import type { Part } from '../../core/part.ts'
import type { Ports } from '../../core/ports.ts'

/** Logs why a part cannot be read. */
export async function readPart<T>(
  { messenger }: Pick<Ports, 'messenger'>,
  name: string,
  read: Promise<T>,
): Promise<Part<T>> {
  try {
    return await read
  } catch (error) {
    messenger.lost(error, `read ${name}`)
    return 'unknown'
  }
}
