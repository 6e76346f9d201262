// The two sessions with which somebody's tokens are seen and ended: they may be different people's, by way and edition.
import type { Ports } from '../../core/ports.ts'
import type { Session, Who } from '../../core/sessions/session.ts'

/** On Software 25 an ADMIN may end other people's tokens, but not list them. */
export interface Hands {
  list: Session
  revoke: Session
}

export function bothBy(session: Session): Hands {
  return { list: session, revoke: session }
}

/** While nobody is at the screen. Throws `not_signed_in`, `way_cannot` and the codes of the way in use. */
export async function handsOf(ports: Pick<Ports, 'sessions'>, who: Who): Promise<Hands> {
  return { list: await ports.sessions.actAs(who, 'list'), revoke: await ports.sessions.actAs(who, 'revoke') }
}
