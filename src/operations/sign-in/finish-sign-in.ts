// Takes a browser back from the sign-in page: who is it, may they act, and then what they wanted is gone on with.
import { BotError } from '../../core/errors.ts'
import type { SignedInAs } from '../../core/messenger.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { LONGEST_STORED_SESSION } from '../../core/sessions/session.ts'
import type { PendingAction, PendingSignIn, Ticket } from '../../core/sessions/sign-in.ts'
import { admitTicketHolder, holderNow } from '../../procedures/access/admit-ticket-holder.ts'
import { verifySignIn } from '../../procedures/identity/verify-sign-in.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'
import { resumePendingAction } from './resume-pending-action.ts'

export interface FinishedSignIn {
  /** What colleagues call them in Slack. */
  name: string
  /** Empty where Dremio did not say. */
  dremioName: string
  team: string
  pendingAction: PendingAction
  /** Set if they are signed in, but what they wanted could not be done by itself. */
  undone?: unknown
}

/**
 * `query` is what the browser brought back, without the question mark. What counts is who signed in, not whose browser it
 * is: a link or a state in other hands gets nobody anything (`core/people/verify-identity.ts`). Throws `sign_in_link`,
 * `sign_in_failed`, `sign_in_refused`, `person_refused` and the codes of the way in use; only a completed sign-in uses the
 * ticket up.
 */
export async function finishSignIn(ports: Ports, query: string): Promise<FinishedSignIn> {
  const { signIn } = ports.sessions
  const state = new URLSearchParams(query).get('state') ?? ''
  if (!signIn) throw new BotError('sign_in_link', { because: 'unknown' })
  const away = usable(await ports.signIns.take(state))
  const { about } = away
  const person = await admitTicketHolder(ports, about)
  const signedIn = await signIn.finish(query, state, away.kept)
  // Whatever may be away is asked before the ticket is used up, so that the link still works when it is back.
  const seen = await ports.dremioUsers.signedIn(signedIn.accessToken, person.email)
  if (!(await ports.signIns.complete(away.ticketId))) throw new BotError('sign_in_link', { because: 'used' })

  const { uid, dremioName } = await verifySignIn(ports, person, about, seen)
  await signIn.store(person.id, uid, signedIn)
  await stillThem(ports, about, uid)
  await writeAuditEntry(ports, {
    action: 'sign_in.finished',
    by: person.id,
    for: person.id,
    uid,
    note: ports.sessions.authMethod,
  })
  const until = Math.min(ports.clock.now() + LONGEST_STORED_SESSION, signedIn.expiresAt)
  return { ...(await goOn(ports, person, { dremioName, until }, about)), dremioName }
}

/** They may have been unlinked, linked anew or deactivated while they were away: then nothing of this may rest. */
async function stillThem(ports: Ports, about: Ticket, uid: string): Promise<void> {
  try {
    await holderNow(ports, about)
    const link = await ports.links.of(about.person)
    if (about.as === undefined && link?.uid !== uid) throw new BotError('sign_in_link', { because: 'late' })
  } catch (error) {
    await ports.sessions.forget(about.person)
    throw error
  }
}

function usable(
  away: PendingSignIn | 'used' | undefined,
): PendingSignIn & { kept: NonNullable<PendingSignIn['kept']> } {
  if (away === undefined) throw new BotError('sign_in_link', { because: 'unknown' })
  if (away === 'used' || away.used) throw new BotError('sign_in_link', { because: 'used' })
  const { kept } = away
  // The key that it was encrypted with is gone: a new link is encrypted with the present one.
  if (kept === undefined) throw new BotError('sign_in_link', { because: 'late' })
  return { ...away, kept }
}

/** They are signed in, whatever becomes of the rest; that is told in Slack, and on the page. */
async function goOn(ports: Ports, person: Person, as: SignedInAs, { team, pendingAction }: Ticket) {
  const { name } = person
  try {
    await resumePendingAction(ports, person, as, pendingAction)
    return { name, team, pendingAction }
  } catch (undone) {
    await ports.messenger.showFailure(person, undone)
    return { name, team, pendingAction, undone }
  }
}
