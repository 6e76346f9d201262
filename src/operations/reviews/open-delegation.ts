// Returns the present delegation of an actor who may delegate reviews.

import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Delegation } from '../../core/requests/delegation.ts'
import { admitApprover } from '../../procedures/reviewers/admit-approver.ts'
import { findDelegation } from '../../procedures/reviewers/find-delegation.ts'

/** Throws what `admitApprover` throws. */
export async function openDelegation(ports: Ports, actor: Actor): Promise<Delegation | undefined> {
  const { id } = await admitApprover(ports, actor)
  return findDelegation(ports, id)
}
