// Returns the present delegation of an actor who may delegate reviews.

import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { type Delegation, holdsAt } from '../../core/requests/delegation.ts'
import { admitApprover } from '../../procedures/reviewers/admit-approver.ts'

/** Throws what `admitApprover` throws. */
export async function openDelegation(ports: Ports, actor: Actor): Promise<Delegation | undefined> {
  const { id } = await admitApprover(ports, actor)
  const delegation = await ports.delegations.of(id)
  return delegation && holdsAt(delegation, ports.clock.now()) ? delegation : undefined
}
