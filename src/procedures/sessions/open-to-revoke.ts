// Opens a session to end a person's own tokens, if necessary by our records alone, without an answer from Slack.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import type { PendingAction } from '../../core/sessions/sign-in.ts'
import type { Revoker } from '../access/admit-to-revoke.ts'
import { sessionSubjectFor } from '../identity/session-subject.ts'
import { openSession } from './open-session.ts'

/**
 * `uid` is given for a token that was made for a certain Dremio user. Throws what `openSession` throws. Without an
 * answer from Slack it throws why there is none in place of `sign_in_needed`, because a sign-in needs Slack too.
 */
export async function openSessionToRevoke(
  ports: Ports,
  revoker: Revoker,
  operation: 'list' | 'revoke',
  pendingAction: PendingAction,
  uid?: string,
): Promise<Session> {
  const { id, person, slackError } = revoker
  if (person) return openSession(ports, person, operation, pendingAction, uid)
  // The link is used even if the e-mail address that proved it may have changed since. That would matter for creating a
  // token, but not for ending one.
  const whose = uid ?? (await ports.links.of(id))?.uid
  if (whose === undefined) throw slackError
  try {
    return await ports.sessions.actAs(await sessionSubjectFor(ports, id, whose), operation)
  } catch (error) {
    throw isBotError(error, 'not_signed_in') ? slackError : error
  }
}
