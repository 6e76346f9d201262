// Counts what costs, and refuses it to whoever does it too often, with the time to wait.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Costly } from '../../core/people/rate-limits.ts'
import type { Ports } from '../../core/ports.ts'

/** Throws `too_often`. */
export async function keepWithinLimit(
  ports: Pick<Ports, 'limits' | 'clock'>,
  actor: Pick<Actor, 'id'>,
  what: Costly,
): Promise<void> {
  const refusal = await beyondLimit(ports, actor, what)
  if (refusal) throw refusal
}

/** For what is done in a cheaper way then: `too_often`, or undefined if it is within the limit, which is counted. */
export async function beyondLimit(
  { limits, clock }: Pick<Ports, 'limits' | 'clock'>,
  { id }: Pick<Actor, 'id'>,
  what: Costly,
): Promise<BotError<'too_often'> | undefined> {
  const wait = await limits.take(id, what, clock.now())
  return wait > 0 ? new BotError('too_often', { what, wait }) : undefined
}
