// Lists the sessions to try while a token's owner is not at the screen: as the owner, else as an administrator.
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import type { Token } from '../../core/tokens/token.ts'
import { sessionSubjectFor } from '../identity/session-subject.ts'

/** Try them in this order. Each throws what `actAs` and `onBehalf` throw. */
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
