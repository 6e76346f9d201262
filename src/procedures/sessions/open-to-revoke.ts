// Opens a session for ending somebody's own tokens; where Slack does not say who they are, as the Dremio user of our records.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import type { PendingAction } from '../../core/sessions/sign-in.ts'
import type { Revoker } from '../access/admit-to-revoke.ts'
import { sessionSubjectFor } from '../identity/session-subject.ts'
import { openSession } from './open-session.ts'

/**
 * `uid` is given for a token that was made for a certain Dremio user. Throws what `openSession` throws; where nothing is
 * known of the person, why Slack did not say it instead of `sign_in_needed`, since signing in asks Slack as well.
 */
export async function openSessionToRevoke(
  ports: Ports,
  ender: Revoker,
  operation: 'list' | 'revoke',
  pendingAction: PendingAction,
  uid?: string,
): Promise<Session> {
  const { id, person, unasked } = ender
  if (person) return openSession(ports, person, operation, pendingAction, uid)
  // The address that proved it may be another one by now. That would matter for making a token, not for ending one.
  const whose = uid ?? (await ports.links.of(id))?.uid
  if (whose === undefined) throw unasked
  try {
    return await ports.sessions.actAs(await sessionSubjectFor(ports, id, whose), operation)
  } catch (error) {
    throw isBotError(error, 'not_signed_in') ? unasked : error
  }
}
