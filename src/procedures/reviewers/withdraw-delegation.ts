// Withdraws an approver's delegation: the record goes, the delegate is told, and pending requests do not ask them any more.
import type { Ports } from '../../core/ports.ts'
import { type Delegation, holdsAt, withdrawingDelegate } from '../../core/requests/delegation.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'
import { showDelegation } from './show-delegation.ts'
import { updatePendingRequests } from './update-pending-requests.ts'

/** `approver` is a Slack id; `by` is theirs, or `bot`. Undefined if they had delegated to nobody. */
export async function withdrawDelegation(ports: Ports, approver: string, by: string): Promise<Delegation | undefined> {
  const ended = await ports.delegations.remove(approver)
  if (!ended || !holdsAt(ended, ports.clock.now())) return undefined
  await writeAuditEntry(ports, { action: 'delegation.ended', by, for: ended.delegate })
  await showDelegation(ports, ended)
  await updatePendingRequests(ports, ended.delegate, (request) => withdrawingDelegate(request, ended))
  return ended
}
