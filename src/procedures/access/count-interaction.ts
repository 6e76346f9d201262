// Counts each command, click and form for whoever sends it, before Slack is asked anything for it.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { enforceRateLimit } from './enforce-rate-limit.ts'

/** By the object that stands for one command, click or form: opening its form and each verb that it calls count it, once. */
const counted = new WeakMap<Actor, Promise<void>>()

/** Throws `too_often`. */
export function countInteraction(ports: Pick<Ports, 'rateLimits' | 'clock'>, actor: Actor): Promise<void> {
  const known = counted.get(actor)
  if (known) return known
  const counting = enforceRateLimit(ports, actor, 'act')
  counted.set(actor, counting)
  return counting
}
