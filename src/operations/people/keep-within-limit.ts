// Counts what costs, and refuses it to whoever does it too often, with the time to wait.
import { BotError } from '../../core/errors.ts'
import type { Costly } from '../../core/limits.ts'
import type { Person } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'

/** Throws `too_often`. */
export async function keepWithinLimit(
  { limits, clock }: Pick<Ports, 'limits' | 'clock'>,
  { id }: Person,
  what: Costly,
): Promise<void> {
  const wait = await limits.take(id, what, clock.now())
  if (wait > 0) throw new BotError('too_often', { what, wait })
}
