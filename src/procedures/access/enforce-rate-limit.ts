// Counts an action that costs something, and refuses it above the limit with the time to wait.
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

/**
 * Returns the refusal for callers that have a cheaper alternative. Undefined if the action is within the limit; it is
 * then counted.
 */
export async function rateLimitRefusal(
  { rateLimits, clock }: Pick<Ports, 'rateLimits' | 'clock'>,
  { id }: Pick<Actor, 'id'>,
  what: RateLimitedAction,
): Promise<BotError<'too_often'> | undefined> {
  const wait = await rateLimits.take(id, what, clock.now())
  return wait > 0 ? new BotError('too_often', { what, wait }) : undefined
}
