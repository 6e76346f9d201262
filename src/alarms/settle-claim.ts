// A claim was started a lease ago: whatever it left half-made is removed, also if the process that ran it died.
import type { Ports } from '../core/ports.ts'
import { settleClaim } from '../operations/settle-claim.ts'

/** Throws what `settleClaim` throws; the alarm then comes back. */
export async function settleClaimAlarm(ports: Ports, id: string): Promise<void> {
  // Where the person has to sign in first, their next click settles it instead.
  if (!ports.sessions.abilities.unattended) return
  const request = await ports.requests.find(id)
  // The claim says for whom it ran: a link that was ended or changed meanwhile must not hide what it left.
  if (!request?.claim?.uid) return
  const session = await ports.sessions.actAs({ person: request.requester, uid: request.claim.uid })
  const settled = await settleClaim(ports, request, session)
  // Whoever died may have written the state and not said it.
  await ports.messenger.showRequest(settled)
}
