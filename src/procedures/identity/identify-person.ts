// Finds out which Dremio user a Slack person is: by the stored link, else by one confirmed match of the e-mail address.
import { BotError, isBotError } from '../../core/errors.ts'
import { identifyingEmail, type Link, type Person, sameEmail } from '../../core/people/person.ts'
import type { DremioUser, Ports } from '../../core/ports.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'

/**
 * Throws `email_refused`, `email_changed`, `no_dremio_user`, `several_dremio_users`, `dremio_user_taken`, and Dremio's
 * codes. If the auth method cannot look users up, it throws `not_signed_in` if a sign-in would tell, otherwise
 * `not_linked`.
 */
export async function identifyPerson(ports: Ports, person: Person): Promise<Link> {
  const known = await ports.links.of(person.id)
  if (known) {
    requireProof(ports, known, person)
    return known
  }
  const assigned = await ports.links.assignmentOf(person.id)
  if (assigned) {
    const restored = await restoreAssignment(ports, assigned)
    if (!restored) throw new BotError('dremio_user_taken', {})
    return restored
  }
  const { capabilities, signIn } = ports.sessions
  if (!capabilities.can['look up'] && !signIn) throw new BotError('not_linked', {})
  const email = identifyingEmail(person, ports.workplace)
  if (!capabilities.can['look up']) throw new BotError('not_signed_in', {})
  const [user, another] = await withEmail(ports, email)
  if (!user) throw new BotError('no_dremio_user', { email })
  if (another) throw new BotError('several_dremio_users', { email })
  const link: Link = {
    person: person.id,
    uid: user.uid,
    dremioName: user.name,
    proof: 'email',
    email,
    at: ports.clock.now(),
    by: person.id,
  }
  if ((await ports.links.add(link)) === 'taken') {
    // Two clicks of the same person at the same moment are no conflict, because the first one made the same link.
    const first = await ports.links.of(person.id)
    if (first?.uid === link.uid) return first
    throw new BotError('dremio_user_taken', {})
  }
  await writeAuditEntry(ports, { action: 'link.added', by: person.id, for: person.id, uid: link.uid, note: 'e-mail' })
  return link
}

/**
 * The person ended the link that an administrator had made. They get the same one again and no other: a Dremio user whom
 * an administrator chose is not replaced without one. Resolves to undefined if that Dremio user belongs to another Slack
 * person by now.
 */
export async function restoreAssignment(ports: Ports, assigned: Link): Promise<Link | undefined> {
  const link: Link = { ...assigned, at: ports.clock.now() }
  if ((await ports.links.add(link)) === 'taken') {
    const first = await ports.links.of(link.person)
    return first?.uid === link.uid ? first : undefined
  }
  const { person, uid } = link
  await writeAuditEntry(ports, { action: 'link.added', by: person, for: person, uid, note: 'administrator, as before' })
  return link
}

/** If Dremio cannot be searched for such an address, the sign-in identifies the person. */
async function withEmail(ports: Ports, email: string): Promise<readonly DremioUser[]> {
  try {
    return await ports.dremioUsers.withEmail(email)
  } catch (error) {
    if (!ports.sessions.signIn || !isBotError(error, 'email_refused')) throw error
    throw new BotError('not_signed_in', {}, { cause: error })
  }
}

/**
 * A link that was proved by an e-mail address is valid only while the person has that address. Otherwise a person who
 * changes their address in Slack could go on acting for the owner of the old one, and a reused address would inherit
 * rights.
 */
function requireProof({ workplace }: Ports, link: Link, person: Person): void {
  if (link.proof === 'administrator') return
  if (!sameEmail(link.email, person.email)) throw new BotError('email_changed', {})
  // Throws if the domain of the address is no longer accepted.
  identifyingEmail(person, workplace)
}
