// Names the Dremio user as whom to act for a person, with the name that is known of that user.
import type { Ports } from '../../core/ports.ts'
import type { SessionSubject } from '../../core/sessions/session.ts'

/** `uid` may be one that they were linked to before; then nothing but the id is known. */
export async function sessionSubjectFor(
  ports: Pick<Ports, 'links'>,
  person: string,
  uid: string,
): Promise<SessionSubject> {
  const link = await ports.links.of(person)
  return { person, uid, dremioName: link?.uid === uid ? link.dremioName || undefined : undefined }
}
