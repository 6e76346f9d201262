// Finishes a sign-in when the browser comes back: verifies who signed in, and continues with the pending action.
import { BotError } from '../../core/errors.ts'
import type { SignedInAs } from '../../core/messenger.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { LONGEST_STORED_SESSION } from '../../core/sessions/session.ts'
import type { PendingAction, PendingSignIn, Ticket } from '../../core/sessions/sign-in.ts'
import { admitTicketHolder, holderNow } from '../../procedures/access/admit-ticket-holder.ts'
import { verifySignIn } from '../../procedures/identity/verify-sign-in.ts'
import { markReturned } from '../../procedures/people/mark-departed.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'
import { resumePendingAction } from './resume-pending-action.ts'

export interface FinishedSignIn {
  /** Slack id of the person who asked. */
  person: string
  /** Empty if Dremio did not say. */
  dremioName: string
  team: string
  pendingAction: PendingAction
  /** Set if the person is signed in, but the pending action failed. */
  undone?: unknown
}

/**
 * `query` is what the browser brought back, without the question mark. It matters who signed in, and not whose browser
 * it is, so a stolen link or state is of no use (`core/people/verify-identity.ts`). Throws `sign_in_link`,
 * `sign_in_failed`, `sign_in_refused`, `person_refused` and the codes of the auth method. Only a completed sign-in uses
 * up the ticket.
 */
export async function finishSignIn(ports: Ports, query: string): Promise<FinishedSignIn> {
  const { signIn } = ports.sessions
  const state = new URLSearchParams(query).get('state') ?? ''
  if (!signIn) throw new BotError('sign_in_link', { because: 'unknown' })
  const pending = requireUsable(await ports.signIns.take(state))
  const { about } = pending
  const person = await admitTicketHolder(ports, about)
  const signedIn = await signIn.finish(query, state, pending.kept)
  // Dremio is asked before the ticket is used up, so that the link still works after an outage.
  const seen = await ports.dremioUsers.signedIn(signedIn.accessToken, person.email)
  if (!(await ports.signIns.complete(pending.ticketId))) throw new BotError('sign_in_link', { because: 'used' })

  const { uid, dremioName } = await verifySignIn(ports, person, about, seen)
  await signIn.store(person.id, uid, signedIn)
  await requireSamePerson(ports, about, uid)
  await markReturned(ports, person.id)
  await writeAuditEntry(ports, {
    action: 'sign_in.finished',
    by: person.id,
    for: person.id,
    uid,
    note: ports.sessions.authMethod,
  })
  const settled = settlePrompts(ports, person)
  const until = Math.min(ports.clock.now() + LONGEST_STORED_SESSION, signedIn.expiresAt)
  const finished = await resume(ports, person, { dremioName, until }, about)
  await settled
  return { ...finished, dremioName }
}

/** A link that is not needed any more must not look as if it were; if it stays, it still says until when it works. */
async function settlePrompts(ports: Ports, person: Person): Promise<void> {
  try {
    await ports.messenger.removeSignInPrompts(person.id, await ports.signIns.takePrompts(person.id))
  } catch (error) {
    ports.messenger.lost(error, 'remove a link to sign in')
  }
}

/**
 * The person may have been unlinked, linked again or deactivated during the sign-in. Then nothing of it may stay
 * stored.
 */
async function requireSamePerson(ports: Ports, about: Ticket, uid: string): Promise<void> {
  try {
    await holderNow(ports, about)
    const link = await ports.links.of(about.person)
    if (about.as === undefined && link?.uid !== uid) throw new BotError('sign_in_link', { because: 'late' })
  } catch (error) {
    await ports.sessions.forget(about.person)
    throw error
  }
}

function requireUsable(
  pending: PendingSignIn | 'used' | undefined,
): PendingSignIn & { kept: NonNullable<PendingSignIn['kept']> } {
  if (pending === undefined) throw new BotError('sign_in_link', { because: 'unknown' })
  if (pending === 'used' || pending.used) throw new BotError('sign_in_link', { because: 'used' })
  const { kept } = pending
  // The key that encrypted it is gone. A new link uses the present key.
  if (kept === undefined) throw new BotError('sign_in_link', { because: 'late' })
  return { ...pending, kept }
}

/** The person is signed in, whatever becomes of the pending action. A failure is shown in Slack and on the page. */
async function resume(ports: Ports, person: Person, as: SignedInAs, { team, pendingAction }: Ticket) {
  try {
    await resumePendingAction(ports, person, as, pendingAction)
    return { person: person.id, team, pendingAction }
  } catch (undone) {
    await ports.messenger.showFailure(person, undone)
    return { person: person.id, team, pendingAction, undone }
  }
}
