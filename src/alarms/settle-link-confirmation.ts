// Lets a link lapse that no second administrator confirmed, and finishes one that a crash or Slack left unfinished.
import type { AlarmMoment } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { settleLinkConfirmation } from '../procedures/identity/settle-link-confirmation.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'

export async function settleLinkConfirmationAlarm(ports: Ports, id: string): Promise<void> {
  const settled = await settleLinkConfirmation(ports, id)
  if (settled) requireDelivered(settled.isTold)
}

/** The alarms of all links that are undecided, or confirmed and not made yet. */
export async function* linksThatWait({ linkConfirmations, clock }: Ports): AsyncIterable<AlarmMoment> {
  for (const { id, state, lapsesAt } of await linkConfirmations.everyUnsettled()) {
    yield { kind: 'settle-link-confirmation', id, due: state === 'pending' ? lapsesAt : clock.now() }
  }
}
