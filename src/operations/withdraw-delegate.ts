// Shows, on what is not decided, that somebody does not decide in somebody else's place any more.
import { type Delegation, withdrawingDelegate } from '../core/delegation.ts'
import type { Ports } from '../core/ports.ts'
import { changeRequest } from './change-request.ts'
import { showCards } from './show-cards.ts'

/**
 * The delegate stays among those who were asked, so that their cards go on showing what becomes of each request; the
 * right itself is looked up at every click. What they approved does not count any more, so the approver is asked again.
 */
export async function withdrawDelegate(ports: Ports, delegation: Delegation): Promise<void> {
  for (const { id } of await ports.requests.awaiting(delegation.delegate)) {
    let changed = false
    const request = await changeRequest(ports, id, (before) => {
      const after = withdrawingDelegate(before, delegation)
      changed = after !== before
      return after
    })
    if (changed) await showCards(ports, request)
  }
}
