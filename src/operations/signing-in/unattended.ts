// The ways to act for a token's owner while nobody is at the screen: as they themselves, else as an administrator.
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/session.ts'
import type { Token } from '../../core/token.ts'
import { whoAs } from '../people/who-as.ts'

/** To be tried in this order. Each throws what `actAs` and `onBehalf` throw. */
export function unattended(
  { sessions, links }: Pick<Ports, 'sessions' | 'links'>,
  { owner, uid }: Pick<Token, 'owner' | 'uid'>,
  doing: 'list' | 'revoke',
): (() => Promise<Session>)[] {
  return [
    async () => sessions.actAs(await whoAs({ links }, owner, uid), doing),
    async () => sessions.onBehalf(uid, doing),
  ]
}
