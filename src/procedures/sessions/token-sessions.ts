// The two sessions with which somebody's tokens are seen and ended: they may be different people's, by way and edition.
import type { Ports } from '../../core/ports.ts'
import type { Session, SessionSubject } from '../../core/sessions/session.ts'

/** On Software 25 an ADMIN may end other people's tokens, but not list them. */
export interface TokenSessions {
  list: Session
  revoke: Session
}

export function sameSessionForBoth(session: Session): TokenSessions {
  return { list: session, revoke: session }
}

/** While nobody is at the screen. Throws `not_signed_in`, `auth_method_cannot` and the codes of the way in use. */
export async function tokenSessionsOf(ports: Pick<Ports, 'sessions'>, who: SessionSubject): Promise<TokenSessions> {
  return { list: await ports.sessions.actAs(who, 'list'), revoke: await ports.sessions.actAs(who, 'revoke') }
}
