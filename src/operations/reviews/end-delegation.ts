// Ends the actor's delegation, even if they are not an approver any more.

import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Delegation } from '../../core/requests/delegation.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { withdrawDelegation } from '../../procedures/reviewers/withdraw-delegation.ts'

/** Throws `not_delegated`. */
export async function endDelegation(ports: Ports, actor: Actor): Promise<Delegation> {
  const { id } = await admit(ports, actor)
  const ended = await withdrawDelegation(ports, id, id)
  if (!ended) throw new BotError('not_delegated', {})
  return ended
}
