// Counts each command, click and form against the rate limit of its sender, before any call to Slack.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { enforceRateLimit } from './enforce-rate-limit.ts'

/**
 * Keyed by the object that represents one command, click or form: opening its form and each operation that it calls
 * count it only once.
 */
const counted = new WeakMap<Actor, Promise<void>>()

/** Throws `too_often`. */
export function countInteraction(ports: Pick<Ports, 'rateLimits' | 'clock'>, actor: Actor): Promise<void> {
  const known = counted.get(actor)
  if (known) return known
  const counting = enforceRateLimit(ports, actor, 'act')
  counted.set(actor, counting)
  return counting
}
