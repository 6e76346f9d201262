// Tells a delegate that they decide in an approver's place, or no longer do, in one message that is edited afterwards.
import type { DelegationShown } from '../../core/messenger.ts'
import type { Ports } from '../../core/ports.ts'
import type { Delegation } from '../../core/requests/delegation.ts'
import { findDelegation } from './find-delegation.ts'

/** The message is drawn again at most so many times in one call, each time because the delegation was changed meanwhile. */
const MOST_REDRAWS = 5

/**
 * Shows what holds now, whatever this delegation said: another process may have changed it.
 */
export async function showDelegation(ports: Ports, delegation: Delegation): Promise<DelegationShown> {
  let shown: DelegationShown = 'lost'
  for (let redraws = 0; redraws < MOST_REDRAWS; redraws += 1) {
    const present = await presentOf(ports, delegation)
    const now = await ports.messenger.showDelegation(present ?? delegation, present ? 'given' : 'ended')
    if (shown !== 'posted') shown = now
    if ((await presentOf(ports, delegation))?.until === present?.until) break
  }
  return shown
}

/** Undefined if the approver has ended it, or named somebody else. */
async function presentOf(ports: Ports, { approver, delegate }: Delegation): Promise<Delegation | undefined> {
  const present = await findDelegation(ports, approver)
  return present?.delegate === delegate ? present : undefined
}
