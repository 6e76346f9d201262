// Ends the actor's delegation, even if they are not an approver any more.

import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { type Delegation, holdsAt, withdrawingDelegate } from '../../core/requests/delegation.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'
import { showDelegation } from '../../procedures/reviewers/show-delegation.ts'
import { updatePendingRequests } from '../../procedures/reviewers/update-pending-requests.ts'

/** Throws `not_delegated`. */
export async function endDelegation(ports: Ports, actor: Actor): Promise<Delegation> {
  const { id } = await admit(ports, actor)
  const ended = await ports.delegations.remove(id)
  if (!ended || !holdsAt(ended, ports.clock.now())) throw new BotError('not_delegated', {})
  await writeAuditEntry(ports, { action: 'delegation.ended', by: id, for: ended.delegate })
  await showDelegation(ports, ended)
  await updatePendingRequests(ports, ended.delegate, (request) => withdrawingDelegate(request, ended))
  return ended
}
