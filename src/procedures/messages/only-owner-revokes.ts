// Whether only the owner of a token, by signing in, can have it revoked, so that nothing else is promised.
import type { Sessions } from '../../core/sessions/session.ts'

/**
 * By what the auth method can do, and without looking for a stored session: a card stays, and sessions come and go. A
 * person who presses its button is there to sign in.
 */
export function onlyOwnersRevoke({ capabilities: { can, unattended, forOthers } }: Pick<Sessions, 'capabilities'>) {
  return !forOthers.revoke && !(can.revoke && unattended)
}

/** As `unattendedSessions` would find now. `owner` is a Slack id. Throws `redis_unavailable`. */
export async function onlyOwnerRevokesNow(
  sessions: Pick<Sessions, 'capabilities' | 'signIn' | 'keeps'>,
  owner: string,
): Promise<boolean> {
  if (sessions.capabilities.forOthers.revoke) return false
  return onlyOwnersRevoke(sessions) || (sessions.signIn !== undefined && !(await sessions.keeps(owner)))
}
