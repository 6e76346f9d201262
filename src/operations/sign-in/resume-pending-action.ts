// Continues after a sign-in with what the person was about to do, so that they need not start again.
import { BotError } from '../../core/errors.ts'
import type { SignedInAs } from '../../core/messenger.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { asOf, mayBeClaimed, stale } from '../../core/requests/request.ts'
import type { PendingAction } from '../../core/sessions/sign-in.ts'
import { returnOwnToken } from '../../procedures/claims/return-own-token.ts'
import { publishRequestCards } from '../../procedures/messages/publish-request-cards.ts'
import { createRequest } from '../../procedures/requests/create-request.ts'
import { revokeOwnLeakedToken } from '../../procedures/revocation/revoke-own-leaked-token.ts'
import { revokeOwnTokens } from '../../procedures/revocation/revoke-own-tokens.ts'
import { prepareRotation } from '../../procedures/rotation/prepare-rotation.ts'

/**
 * Performs actions that need nobody at the screen. A secret is shown only to a person who has just clicked, so for a
 * claim the card only gets a button. Throws what the action throws.
 */
export async function resumePendingAction(
  ports: Ports,
  person: Person,
  as: SignedInAs,
  pendingAction: PendingAction,
): Promise<void> {
  const revoker = { id: person.id, person, slackError: undefined }
  switch (pendingAction.kind) {
    case 'claim': {
      const request = await ports.requests.find(pendingAction.request)
      if (request?.requester !== person.id) throw new BotError('no_such_request', {})
      const now = ports.clock.now()
      if (!mayBeClaimed(request, now)) throw stale(asOf(request, now))
      await publishRequestCards(ports, request, as)
      return
    }
    case 'revoke':
      if (pendingAction.leaked)
        return ports.messenger.showLeak(person.id, await revokeOwnLeakedToken(ports, revoker, pendingAction.which))
      return ports.messenger.showRevoked(person.id, await revokeOwnTokens(ports, revoker, pendingAction))
    case 'rotate': {
      const rotation = await prepareRotation(ports, person, pendingAction.tid)
      await createRequest(ports, person, rotation.ask, rotation)
      return
    }
    case 'return':
      await publishRequestCards(ports, await returnOwnToken(ports, revoker, pendingAction.tid), as)
      return
    case 'list':
      return ports.messenger.showSignedIn(person, as, pendingAction)
    case 'link':
      // There is nothing more to do, so no session has to stay stored.
      await ports.sessions.release(person.id)
      return ports.messenger.showSignedIn(person, as, pendingAction)
  }
}
