// Finds out which Dremio user a Slack person is: by the stored link, else by one confirmed match of the e-mail address.
import { BotError, isBotError } from '../../core/errors.ts'
import { identifyingEmail, type Link, type Person, sameEmail } from '../../core/people/person.ts'
import type { DremioUser, Ports } from '../../core/ports.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'

/**
 * Throws `email_refused`, `email_changed`, `no_dremio_user`, `several_dremio_users`, `dremio_user_taken`, and the codes of
 * Dremio. Where the way in use cannot look anybody up: `not_signed_in` if signing in would tell, else `not_linked`.
 */
export async function identifyPerson(ports: Ports, person: Person): Promise<Link> {
  const known = await ports.links.of(person.id)
  if (known) {
    stillProved(ports, known, person)
    return known
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
    // Two clicks of the same person at once are no conflict: whoever was first made the same link.
    const first = await ports.links.of(person.id)
    if (first?.uid === link.uid) return first
    throw new BotError('dremio_user_taken', {})
  }
  await writeAuditEntry(ports, { action: 'link.added', by: person.id, for: person.id, uid: link.uid, note: 'e-mail' })
  return link
}

/** Where Dremio cannot be searched for such an address, whoever signs in says who they are. */
async function withEmail(ports: Ports, email: string): Promise<readonly DremioUser[]> {
  try {
    return await ports.dremioUsers.withEmail(email)
  } catch (error) {
    if (!ports.sessions.signIn || !isBotError(error, 'email_refused')) throw error
    throw new BotError('not_signed_in', {}, { cause: error })
  }
}

/**
 * A link that was proved by an e-mail address holds as long as the address does: whoever can change it in Slack could
 * otherwise keep acting for the old one's owner, and a reused address must not inherit anything.
 */
function stillProved({ workplace }: Ports, link: Link, person: Person): void {
  if (link.proof === 'administrator') return
  if (!sameEmail(link.email, person.email)) throw new BotError('email_changed', {})
  // A domain that does not count any more proves nothing any more.
  identifyingEmail(person, workplace)
}
