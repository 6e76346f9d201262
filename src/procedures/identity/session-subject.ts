// Names the Dremio user to act as for a person, with the name of that user if it is known.
import type { Ports } from '../../core/ports.ts'
import type { SessionSubject } from '../../core/sessions/session.ts'

/** `uid` may be a user to whom the person was linked before. Then only the id is known. */
export async function sessionSubjectFor(
  ports: Pick<Ports, 'links'>,
  person: string,
  uid: string,
): Promise<SessionSubject> {
  const link = await ports.links.of(person)
  return { person, uid, dremioName: link?.uid === uid ? link.dremioName || undefined : undefined }
}
