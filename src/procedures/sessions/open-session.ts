// Opens a session of a person at Dremio, or offers a sign-in after which the pending action continues.
import type { Capability } from '../../core/errors.ts'
import { BotError, isBotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import type { PendingAction } from '../../core/sessions/sign-in.ts'
import { identifyPerson } from '../identity/identify-person.ts'
import { sessionSubjectFor } from '../identity/session-subject.ts'
import { offerSignIn } from './offer-sign-in.ts'

/**
 * `pendingAction` is what the person is about to do. `uid` is given for a token that was made for a Dremio user to whom
 * they were linked before. Throws `sign_in_needed` with the offer, `auth_method_cannot`, the codes of `identifyPerson`
 * and of the auth method, and Dremio's codes.
 */
export async function openSession(
  ports: Ports,
  person: Person,
  operation: Capability,
  pendingAction: PendingAction,
  uid?: string,
): Promise<Session> {
  if (!ports.sessions.capabilities.can[operation])
    throw new BotError('auth_method_cannot', { method: ports.sessions.authMethod, operation })
  try {
    const whose = uid ?? (await identifyPerson(ports, person)).uid
    return await ports.sessions.actAs(await sessionSubjectFor(ports, person.id, whose), operation)
  } catch (error) {
    if (!isBotError(error, 'not_signed_in')) throw error
    throw new BotError('sign_in_needed', await offerSignIn(ports, person, pendingAction, uid), { cause: error })
  }
}
