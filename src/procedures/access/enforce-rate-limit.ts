// Counts what costs, and refuses it to whoever does it too often, with the time to wait.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { RateLimitedAction } from '../../core/people/rate-limits.ts'
import type { Ports } from '../../core/ports.ts'

/** Throws `too_often`. */
export async function enforceRateLimit(
  ports: Pick<Ports, 'rateLimits' | 'clock'>,
  actor: Pick<Actor, 'id'>,
  what: RateLimitedAction,
): Promise<void> {
  const refusal = await rateLimitRefusal(ports, actor, what)
  if (refusal) throw refusal
}

/** For what is done in a cheaper way then: `too_often`, or undefined if it is within the limit, which is counted. */
export async function rateLimitRefusal(
  { rateLimits, clock }: Pick<Ports, 'rateLimits' | 'clock'>,
  { id }: Pick<Actor, 'id'>,
  what: RateLimitedAction,
): Promise<BotError<'too_often'> | undefined> {
  const wait = await rateLimits.take(id, what, clock.now())
  return wait > 0 ? new BotError('too_often', { what, wait }) : undefined
}
