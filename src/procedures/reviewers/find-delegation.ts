// Finds the delegation of an approver that holds at this moment.
import type { Ports } from '../../core/ports.ts'
import { type Delegation, holdsAt } from '../../core/requests/delegation.ts'

/** `approver` is a Slack id. Undefined if they decide themselves. */
export async function findDelegation(
  ports: Pick<Ports, 'delegations' | 'clock'>,
  approver: string,
): Promise<Delegation | undefined> {
  const delegation = await ports.delegations.of(approver)
  return delegation && holdsAt(delegation, ports.clock.now()) ? delegation : undefined
}
