// Collects an approved token: made now, at Dremio, for the person at the screen, shown once, or undone.
import { BotError, isBotError } from '../core/errors.ts'
import type { Actor, Person } from '../core/person.ts'
import type { AuditEntry, Ports } from '../core/ports.ts'
import {
  CLAIM_LEASE,
  claimIsFresh,
  claimMayCreate,
  finishClaim,
  mayBeClaimed,
  movedOn,
  moveOfAttempt,
  type Request,
  startClaim,
} from '../core/request.ts'
import type { Session } from '../core/session.ts'
import type { SignInOffer } from '../core/sign-in.ts'
import { type ListedToken, markedLabel, type Token } from '../core/token.ts'
import { admit } from './admit.ts'
import { changeRequest } from './change-request.ts'
import { openSession } from './open-session.ts'
import { aboutRequest, record } from './record.ts'
import { settleClaim } from './settle-claim.ts'
import { whoAs } from './who-as.ts'

/**
 * Whoever has to sign in first finds the link on the card; it is the answer as well. Throws `no_such_request` (also for somebody else's),
 * `request_moved_on` (another click was first), the codes of
 * identity and of Dremio, `showing_failed`, `claim_late`; `claim_unsure` if what was half made could not be removed,
 * `claim_interrupted` if that could not be written down, and `claim_unwritten` if the person has the token but that
 * could not.
 */
export async function claimToken(ports: Ports, actor: Actor, id: string): Promise<SignInOffer | undefined> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (request?.requester !== person.id) throw new BotError('no_such_request', {})
  // Before they sign in for nothing.
  if (!mayBeClaimed(request, ports.clock.now())) throw movedOn(request)
  const session = await openToClaim(ports, person, request)
  if ('url' in session) return session
  await settleIfStuck(ports, request, session)

  const claiming = await changeRequest(ports, id, (before) => startClaim(before, ports.clock.now(), session.uid))
  const claim: Claim = { person, session, request: claiming, made: { possibly: false }, announced: Promise.resolve() }
  let token: Token
  try {
    await writeAhead(ports, claim)
    token = await mintAndShow(ports, claim)
  } catch (error) {
    const failure = await undo(ports, claim, error)
    await claim.announced
    if (failure !== undefined) throw failure
    return undefined
  }
  await finish(ports, claim, token)
  return undefined
}

/** The link stands where they clicked, and becomes *Show token* there once they are back. */
async function openToClaim(ports: Ports, person: Person, request: Request): Promise<Session | SignInOffer> {
  try {
    return await openSession(ports, person, 'create', { kind: 'claim', request: request.id })
  } catch (error) {
    if (!isBotError(error, 'sign_in_needed')) throw error
    await ports.messenger.showRequest(request, error.facts)
    return error.facts
  }
}

interface Claim {
  person: Person
  session: Session
  request: Request
  made: Made
  /** The audit channel has heard that it started, or never will. */
  announced: Promise<void>
}

/** What the undoing needs to know; filled in as the claim goes on. */
interface Made {
  /** True from the moment at which Dremio may have made a token. */
  possibly: boolean
  tid?: string
}

/** A claim that died in an earlier process, or could not be cleaned up then, is cleaned up by the next click. */
async function settleIfStuck(ports: Ports, request: Request, session: Session): Promise<void> {
  if (request.state !== 'claiming' && request.state !== 'unsure') return
  const uid = request.claim?.uid
  if (uid === undefined) throw new BotError('broken', {})
  try {
    // Whoever was linked to another Dremio user since has to be that one again to clear up.
    const cleaner =
      uid === session.uid ? session : await ports.sessions.actAs(await whoAs(ports, request.requester, uid), 'revoke')
    await settleClaim(ports, request, cleaner)
  } catch (error) {
    throw new BotError('claim_unsure', {}, { cause: error })
  }
}

/** Before the deed, because it cannot be undone unseen: without an alarm and an audit entry no token is made. */
async function writeAhead(ports: Ports, claim: Claim): Promise<void> {
  const { person, session, request } = claim
  await ports.alarms.set('settle-claim', request.id, ports.clock.now() + CLAIM_LEASE)
  const entry: AuditEntry = { deed: 'claim started', by: person.id, uid: session.uid, ...aboutRequest(request) }
  await ports.audit.append(entry)
  // Not waited for: a Slack that holds the audit channel up would eat the lease, and a late claim could be the second.
  claim.announced = ports.messenger.announce(entry)
}

/** Resolves when the person has the token and that is written down. */
async function mintAndShow(ports: Ports, { person, session, request, made }: Claim): Promise<Token> {
  if (!claimMayCreate(request, ports.clock.now())) throw new BotError('claim_late', {})
  const ask = { label: markedLabel(request), lifetime: request.lifetime }
  const { secret, tid } = await create(ports, session, ask, made)
  const listed = confirm(await ports.dremioTokens.list(session), ask.label, tid)
  made.tid = listed.tid
  const token: Token = {
    tid: listed.tid,
    uid: session.uid,
    owner: person.id,
    label: request.label,
    createdAt: listed.createdAt,
    expiresAt: listed.expiresAt,
    request: request.id,
    version: 1,
    state: 'active',
    delivery: 'undelivered',
  }
  await ports.tokens.add(token)
  // A process that slept here (a suspended machine) may have been settled meanwhile: the token would be a dead one.
  if (!claimIsFresh(request, ports.clock.now())) throw new BotError('claim_late', {})
  await ports.delivery.show(person, token, secret)
  // Before anything else: whoever clears up after a crash goes by it.
  const shown: Token = { ...token, version: 2, delivery: 'shown' }
  if (!(await ports.tokens.swap(token, shown))) await movedMeanwhile(ports, token)
  return shown
}

async function create(ports: Ports, session: Session, ask: { label: string; lifetime: number }, made: Made) {
  made.possibly = true
  try {
    const minted = await ports.dremioTokens.create(session, ask)
    if (minted.tid !== undefined) made.tid = minted.tid
    return minted
  } catch (error) {
    if (error instanceof BotError && 'mayHaveHappened' in error.facts) made.possibly = error.facts.mayHaveHappened
    throw error
  }
}

/** The token that was just made, as Dremio lists it: by the id in its secret, else by its mark. */
function confirm(listed: ListedToken[], label: string, tid: string | undefined): ListedToken {
  const token = listed.find((one) => one.tid === tid) ?? listed.find((one) => one.label === label)
  // A token that cannot be found cannot be listed, reminded of or revoked either: better none than that.
  if (!token) throw new BotError('dremio_answer_absurd', { doing: 'create', mayHaveHappened: true })
  return token
}

/** "I have saved it" may be faster than our own writing; a token that was revoked is not there to be had. */
async function movedMeanwhile(ports: Ports, token: Token): Promise<void> {
  const now = await ports.tokens.find(token.tid)
  if (now?.state === 'revoked') throw new BotError('token_moved_on', { state: 'revoked' })
}

/** The person has the token: nothing from here on undoes that, and what is not written down is caught up by the alarm. */
async function finish(ports: Ports, { person, session, request, announced }: Claim, token: Token): Promise<void> {
  const { tid } = token
  try {
    const claimed = await changeRequest(ports, request.id, (before) =>
      before.state === 'claimed' && before.claim?.tid === tid ? before : finishClaim(before, tid),
    )
    await announced
    await record(ports, {
      deed: 'claim finished',
      by: person.id,
      uid: session.uid,
      tid,
      ...aboutRequest(claimed),
    })
    await ports.messenger.showRequest(claimed)
    await ports.sessions.release(person.id)
    // Last, so that it comes for whatever of this was not done.
    await clearAlarm(ports, request)
  } catch (error) {
    throw new BotError('claim_unwritten', {}, { cause: error })
  }
}

/** After more than one attempt the alarm stays: Dremio may still be making what an earlier one stopped waiting for. */
async function clearAlarm(ports: Ports, request: Request): Promise<void> {
  if (request.claim?.attempt === 1) await ports.alarms.clear('settle-claim', request.id)
}

/**
 * Undoes a claim that failed and returns what to tell the person, or undefined if it turned out well. A definite "no"
 * from Dremio reopens the request at once; anything else is looked up and removed first, and once more by the alarm, for
 * Dremio may be making it late. If that fails as well the request is `unsure`, and says so.
 */
async function undo(ports: Ports, claim: Claim, error: unknown): Promise<unknown> {
  const { request, session, made } = claim
  const attempt = request.claim?.attempt ?? 1
  const note = error instanceof BotError ? error.code : 'broken'
  try {
    if (!made.possibly) {
      await changeRequest(ports, request.id, (before) => moveOfAttempt(before, attempt, 'undoClaim'))
      await clearAlarm(ports, request)
    } else {
      const settled = await settleClaim(ports, request, session, { tid: made.tid })
      // Slack's answer was lost, but the person has said that they saved it.
      if (settled.state === 'claimed' && settled.claim?.tid === made.tid) return undefined
    }
  } catch (second) {
    // Nothing was made, so there is nothing to be unsure of; the request opens when its lease is over.
    return made.possibly ? lose(ports, claim, note, second) : error
  }
  // Best effort, because it is undone whether or not it is written down.
  await record(ports, { deed: 'claim failed', by: 'bot', ...aboutRequest(request), note }).catch(() => {})
  return undone(error)
}

/** What failed at Dremio was, for the person, the making of their token; and by now it is certain that there is none. */
function undone(error: unknown): unknown {
  if (!(error instanceof BotError) || !('mayHaveHappened' in error.facts)) return error
  return new BotError(error.code, { ...error.facts, doing: 'create', mayHaveHappened: false }, { cause: error })
}

async function lose(ports: Ports, { request, session, made }: Claim, note: string, second: unknown): Promise<unknown> {
  const attempt = request.claim?.attempt ?? 1
  try {
    const unsure = await changeRequest(ports, request.id, (before) => moveOfAttempt(before, attempt, 'loseClaim'))
    await record(ports, { deed: 'claim failed', by: 'bot', ...aboutRequest(unsure), note: `${note}, unsure` })
    await ports.messenger.showRequest(unsure)
    return new BotError('claim_unsure', {}, { cause: second })
  } catch {
    // Redis is away: the claim stays `claiming` until its lease is over, and is then settled like any other. The token
    // need not live as long, where we know its id.
    return (await isRevoked(ports, session, made.tid))
      ? new BotError('claim_interrupted', {}, { cause: second })
      : new BotError('claim_unsure', {}, { cause: second })
  }
}

async function isRevoked(ports: Ports, session: Session, tid: string | undefined): Promise<boolean> {
  if (tid === undefined) return false
  return ports.dremioTokens.revoke(session, tid).then(
    () => true,
    () => false,
  )
}
