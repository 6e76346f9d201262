// Makes a link with which one person can sign in to Dremio once, for one purpose, within ten minutes.
import { BotError } from '../../core/errors.ts'
import { membershipIn, type Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { type PendingAction, type SignInOffer, TICKET_LIFE } from '../../core/sessions/sign-in.ts'
import { enforceRateLimit } from '../access/enforce-rate-limit.ts'

/**
 * `as` is the Dremio user who must sign in, if that is not the user the person is linked to now. Throws `too_often`.
 */
export async function offerSignIn(
  ports: Ports,
  person: Person,
  pendingAction: PendingAction,
  as?: string,
): Promise<SignInOffer> {
  if (ports.publicUrl === undefined) throw new BotError('broken', {})
  // A person who ends a token must not have to wait.
  if (pendingAction.kind !== 'revoke' && pendingAction.kind !== 'return')
    await enforceRateLimit(ports, person, 'sign in')
  const ticket = ports.ids.unguessable()
  const until = ports.clock.now() + TICKET_LIFE
  const team = membershipIn(person, ports.workplace) ?? ''
  await ports.signIns.issue(ticket, { person: person.id, team, pendingAction, until, ...(as !== undefined && { as }) })
  return { url: `${ports.publicUrl}/dremio/sign-in/${ticket}`, until }
}
