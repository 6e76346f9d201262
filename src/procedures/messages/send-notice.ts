// Tells a requester, once, what time has done with their request or its token.
import type { Ports } from '../../core/ports.ts'
import type { RequestNotice } from '../../core/requests/notice-kinds.ts'
import type { Request } from '../../core/requests/request.ts'
import { onlyOwnerRevokesNow } from './only-owner-revokes.ts'
import { requestContext } from './request-context.ts'

/** `tid` is the token that the notice is about. False if it was not sent, and sending it later may help. */
export async function sendNotice(
  ports: Ports,
  request: Request,
  notice: RequestNotice,
  tid?: string,
): Promise<boolean> {
  try {
    const context = await requestContext(ports, request, tid)
    // Only this one says what will happen by itself.
    if (notice === 'receipt reminder') {
      context.onlyOwnerRevokes = await onlyOwnerRevokesNow(ports.sessions, request.requester)
    }
    return (await ports.messenger.sendNotice(request, notice, context)) !== 'unavailable'
  } catch (error) {
    ports.messenger.lost(error, 'tell what happened')
    return false
  }
}
