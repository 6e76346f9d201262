// Ends the delegation of an approver who left: their delegate is told, and is not asked in their place any more.
import type { Ports } from '../core/ports.ts'
import { withdrawDelegation } from '../procedures/reviewers/withdraw-delegation.ts'

/** `approver` is a Slack id. Somebody who is back by now keeps what they delegated. */
export async function endDelegationAlarm(ports: Ports, approver: string): Promise<void> {
  if (await ports.departures.of(approver)) await withdrawDelegation(ports, approver, 'bot')
}
