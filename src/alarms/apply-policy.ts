// The policy file was read again: an open request is changed to what it says now, and people hear of that.
import type { Ports } from '../core/ports.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { applyPolicy, sendPolicyChange } from '../procedures/requests/apply-policy.ts'

export async function applyPolicyAlarm(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  // The process that stored the change may have crashed before it told anybody.
  if (request) requireDelivered(await sendPolicyChange(ports, await applyPolicy(ports, request)))
}
