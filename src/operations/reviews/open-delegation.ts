// Returns the present delegation of an actor who may delegate reviews, and the time zone in which they name days.

import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Delegation } from '../../core/requests/delegation.ts'
import { admitApprover } from '../../procedures/reviewers/admit-approver.ts'
import { findDelegation } from '../../procedures/reviewers/find-delegation.ts'

export interface DelegationOffer {
  delegation: Delegation | undefined
  /** IANA. */
  timeZone: string
}

/** Throws what `admitApprover` throws. */
export async function openDelegation(ports: Ports, actor: Actor): Promise<DelegationOffer> {
  const { id, timeZone } = await admitApprover(ports, actor)
  return { delegation: await findDelegation(ports, id), timeZone }
}
