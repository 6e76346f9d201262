// The two sessions that list and revoke a person's tokens, which auth method and edition may make different.
import type { Ports } from '../../core/ports.ts'
import type { Session, SessionSubject } from '../../core/sessions/session.ts'

/** On Software 25 an ADMIN may revoke other people's tokens, but may not list them. */
export interface TokenSessions {
  list: Session
  revoke: Session
}

export function sameSessionForBoth(session: Session): TokenSessions {
  return { list: session, revoke: session }
}

/**
 * Opens both without the person at the screen. Throws `not_signed_in`, `auth_method_cannot`, and the codes of the auth
 * method.
 */
export async function tokenSessionsOf(ports: Pick<Ports, 'sessions'>, who: SessionSubject): Promise<TokenSessions> {
  return { list: await ports.sessions.actAs(who, 'list'), revoke: await ports.sessions.actAs(who, 'revoke') }
}
