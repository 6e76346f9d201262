// Says whether delegating reviews is to be offered to the actor.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { mayBeApprover } from '../../procedures/reviewers/admit-approver.ts'

/** Throws what `admit` throws. */
export async function mayDelegate(ports: Ports, actor: Actor): Promise<boolean> {
  return mayBeApprover(ports, (await admit(ports, actor)).id)
}
