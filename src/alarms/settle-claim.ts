// A claim was started a lease ago: whatever it left half-made is removed, also if the process that ran it died.
import type { Ports } from '../core/ports.ts'
import { settleClaim } from '../operations/settle-claim.ts'

/** Throws what `settleClaim` throws; the alarm then comes back. */
export async function settleClaimAlarm(ports: Ports, id: string): Promise<void> {
  // Where the person has to sign in first, their next click settles it instead.
  if (!ports.sessions.abilities.unattended) return
  const request = await ports.requests.find(id)
  if (!request) return
  const link = await ports.links.of(request.requester)
  // Unlinked meanwhile: nobody can be acted for. What is left carries the mark and expires by itself.
  if (!link) return
  await settleClaim(ports, request, await ports.sessions.actAs(link))
}
