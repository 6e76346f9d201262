// Decides whether the Dremio user who signed in is the person who asked in Slack, and links the two if necessary.
import { BotError } from '../../core/errors.ts'
import type { Mismatch } from '../../core/people/identity-refusals.ts'
import type { Person } from '../../core/people/person.ts'
import { type Evidence, verifyIdentity } from '../../core/people/verify-identity.ts'
import type { DremioUser, Ports } from '../../core/ports.ts'
import type { Ticket } from '../../core/sessions/sign-in.ts'
import { publishRequestCards } from '../messages/publish-request-cards.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'
import { restoreAssignment } from './identify-person.ts'

/**
 * `ticket.as` is a Dremio user to whom the person was linked before, and who left something to clean up. For that the
 * person may sign in as that user and as no other, and their link does not change. Throws `sign_in_refused` for any
 * other user, after writing the audit entry and telling the person in Slack. The caller tells the person at the
 * browser.
 */
export async function verifySignIn(
  ports: Ports,
  person: Person,
  ticket: Ticket,
  { uid, matches }: Pick<Evidence, 'uid' | 'matches'>,
): Promise<{ uid: string; dremioName: string }> {
  const stored = await ports.links.of(person.id)
  const link = stored ?? (await ports.links.assignmentOf(person.id))
  if (ticket.as !== undefined && ticket.as !== link?.uid) {
    if (ticket.as !== uid) throw await refusal(ports, person, ticket, 'linked to another', uid)
    return { uid, dremioName: '' }
  }
  const { workplace } = ports
  const decision = verifyIdentity({ person, workplace, link, uid, matches })
  if (!decision.same) throw await refusal(ports, person, ticket, decision.because, uid)
  if (!decision.user) {
    const isTaken = link && !stored && !(await restoreAssignment(ports, link))
    if (isTaken) throw await refusal(ports, person, ticket, 'taken', uid)
    return { uid: decision.uid, dremioName: link?.dremioName ?? '' }
  }
  if (!(await addLink(ports, person, decision.user))) throw await refusal(ports, person, ticket, 'taken', uid)
  return { uid: decision.uid, dremioName: decision.user.name }
}

/** Resolves to false if that Dremio user belongs to another Slack person. */
async function addLink(ports: Ports, person: Person, { uid, name }: DremioUser): Promise<boolean> {
  const link = {
    person: person.id,
    uid,
    dremioName: name,
    proof: 'sign-in' as const,
    email: person.email?.trim().toLowerCase(),
    at: ports.clock.now(),
    by: person.id,
  }
  if ((await ports.links.add(link)) === 'taken') {
    // Two sign-ins of the same person at the same moment are no conflict, because the first one made the same link.
    return (await ports.links.of(person.id))?.uid === uid
  }
  await writeAuditEntry(ports, { action: 'link.added', by: person.id, for: person.id, uid, note: 'sign-in' })
  return true
}

async function refusal(
  ports: Ports,
  person: Person,
  { pendingAction }: Ticket,
  because: Mismatch,
  uid: string | undefined,
) {
  // The entry names the bot as actor and not the owner of the link, because it is unknown who signed in.
  const entry = { action: 'sign_in.refused', by: 'bot', for: person.id, note: because } as const
  await writeAuditEntry(ports, { ...entry, ...(uid !== undefined && { uid }) })
  const error = new BotError('sign_in_refused', { because, pendingAction })
  await ports.messenger.showFailure(person, error)
  // The link on the card is used up, so the card is drawn again.
  const request = pendingAction.kind === 'claim' ? await ports.requests.find(pendingAction.request) : undefined
  if (request) await publishRequestCards(ports, request)
  return error
}
