// Opens sessions while a person is not at the screen: as themselves if they are still there, else with other credentials.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session, SessionSubject } from '../../core/sessions/session.ts'
import type { Token } from '../../core/tokens/token.ts'
import { sessionSubjectFor } from '../identity/session-subject.ts'
import { findPresentPerson, type PresencePorts } from '../people/find-present-person.ts'

export type UnattendedPorts = PresencePorts & Pick<Ports, 'links'>

/** Try them in this order. Each throws what `actAs` and `onBehalf` throw, and the first what `unattendedSubject` throws. */
export function unattendedSessions(
  ports: UnattendedPorts,
  { owner, uid }: Pick<Token, 'owner' | 'uid'>,
  operation: 'list' | 'revoke',
): (() => Promise<Session>)[] {
  return [
    async () => ports.sessions.actAs(await unattendedSubject(ports, owner, uid), operation),
    async () => ports.sessions.onBehalf(uid, operation),
  ]
}

/**
 * The subject of a session that ends something, which has to go on after the person has left: then it uses nothing that
 * is theirs. Throws `slack_unavailable` if the session would be theirs and nobody knows whether they are still there.
 */
export async function unattendedSubject(ports: UnattendedPorts, person: string, uid: string): Promise<SessionSubject> {
  const subject = await sessionSubjectFor(ports, person, uid)
  return (await isPresent(ports, person)) ? subject : { ...subject, left: true }
}

async function isPresent(ports: UnattendedPorts, person: string): Promise<boolean> {
  try {
    return (await findPresentPerson(ports, person)) !== undefined
  } catch (error) {
    // Without a sign-in the bot has only credentials of its own, and ending a token need not wait for Slack.
    if (isBotError(error, 'slack_unavailable') && !ports.sessions.signIn) return false
    throw error
  }
}
