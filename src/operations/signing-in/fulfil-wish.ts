// Goes on with what somebody was about to do before they had to sign in, so that they need not remember it.
import { BotError } from '../../core/errors.ts'
import type { SignedInAs } from '../../core/messenger.ts'
import type { Person } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { asOf, mayBeClaimed, movedOn } from '../../core/request.ts'
import type { Wish } from '../../core/sign-in.ts'
import { returnToken } from '../claiming/return-token.ts'
import { endOwnLeak } from '../ending/end-own-leak.ts'
import { revokeToken } from '../ending/revoke-token.ts'
import { rotateToken } from '../rotating/rotate-token.ts'
import { showCards } from '../telling/show-cards.ts'

/**
 * What needs nobody at the screen is done; a secret is shown only to somebody who has just clicked, so collecting a token
 * becomes a button. Throws what the deed throws.
 */
export async function fulfilWish(ports: Ports, person: Person, as: SignedInAs, wish: Wish): Promise<void> {
  switch (wish.kind) {
    case 'claim': {
      const request = await ports.requests.find(wish.request)
      if (request?.requester !== person.id) throw new BotError('no_such_request', {})
      const now = ports.clock.now()
      if (!mayBeClaimed(request, now)) throw movedOn(asOf(request, now))
      return showCards(ports, request, as)
    }
    case 'revoke':
      if (wish.leaked)
        return ports.messenger.showLeak(
          person.id,
          await endOwnLeak(ports, { id: person.id, person, unasked: undefined }, wish.which),
        )
      return ports.messenger.showRevoked(person.id, await revokeToken(ports, person, wish.which))
    case 'rotate':
      await rotateToken(ports, person, wish.tid)
      return
    case 'return':
      return showCards(ports, await returnToken(ports, person, wish.tid), as)
    case 'list':
      return ports.messenger.showSignedIn(person, as, wish)
    case 'link':
      // There is nothing more to do, so nothing has to rest.
      await ports.sessions.release(person.id)
      return ports.messenger.showSignedIn(person, as, wish)
  }
}
