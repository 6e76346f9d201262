// Shows everybody how a request stands; whoever could not be reached, or was not because we died, is shown it later.

import type { SignedInAs } from '../../core/messenger.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import { MINUTE } from '../../core/time/duration.ts'

/** Set before a change is written, so that no crash leaves somebody with a card that is not true. */
export async function scheduleCardRefresh(ports: Pick<Ports, 'alarms' | 'clock'>, id: string): Promise<void> {
  await ports.alarms.set('show-request', id, ports.clock.now() + MINUTE)
}

export async function publishRequestCards(
  ports: Ports,
  request: Request,
  signIn?: SignInOffer | SignedInAs,
): Promise<void> {
  const isShown = await ports.messenger.showRequest(request, signIn)
  // Of a link to sign in with, the others hear nothing.
  if (signIn) return
  if (isShown) await ports.alarms.clear('show-request', request.id)
  // Somebody who showed an earlier change meanwhile may have cleared what was set for this one.
  else await scheduleCardRefresh(ports, request.id)
}
