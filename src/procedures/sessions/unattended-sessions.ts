// The ways to act for a token's owner while nobody is at the screen: as they themselves, else as an administrator.
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import type { Token } from '../../core/tokens/token.ts'
import { sessionSubjectFor } from '../identity/session-subject.ts'

/** To be tried in this order. Each throws what `actAs` and `onBehalf` throw. */
export function unattendedSessions(
  { sessions, links }: Pick<Ports, 'sessions' | 'links'>,
  { owner, uid }: Pick<Token, 'owner' | 'uid'>,
  operation: 'list' | 'revoke',
): (() => Promise<Session>)[] {
  return [
    async () => sessions.actAs(await sessionSubjectFor({ links }, owner, uid), operation),
    async () => sessions.onBehalf(uid, operation),
  ]
}
