// Collects an approved token: made now, at Dremio, for the person at the screen, shown once, or undone.
import { BotError } from '../core/errors.ts'
import type { Actor, Link, Person } from '../core/person.ts'
import type { Ports, Session } from '../core/ports.ts'
import { CLAIM_LEASE, claimIsFresh, finishClaim, move, movedOn, type Request, startClaim } from '../core/request.ts'
import { type ListedToken, markedLabel, type Token } from '../core/token.ts'
import { admit } from './admit.ts'
import { changeRequest } from './change-request.ts'
import { identifyPerson } from './identify-person.ts'
import { aboutRequest, record } from './record.ts'
import { settleClaim } from './settle-claim.ts'

/**
 * Throws `no_such_request` (also for somebody else's), `request_moved_on` (another click was first), the codes of
 * identity and of Dremio, `showing_failed`, and `claim_unsure` if what was half made could not be removed.
 */
export async function claimToken(ports: Ports, actor: Actor, id: string): Promise<void> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (request?.requester !== person.id) throw new BotError('no_such_request', {})
  const link = await identifyPerson(ports, person)
  const session = await ports.sessions.actAs(link)
  await settleIfStuck(ports, request, session)

  const claiming = await changeRequest(ports, id, (before) => startClaim(before, ports.clock.now()))
  const made: Made = { possibly: false }
  try {
    // Before the deed, because it cannot be undone unseen: without an alarm and an audit entry no token is made.
    await ports.alarms.set('settle-claim', id, ports.clock.now() + CLAIM_LEASE)
    await record(ports, { deed: 'claim started', by: person.id, uid: link.uid, ...aboutRequest(claiming) })
    await mintAndShow(ports, { person, link, session, request: claiming, made })
  } catch (error) {
    throw await undo(ports, claiming, session, made, error)
  }
}

/** A claim that died in an earlier process, or could not be cleaned up then, is cleaned up by the next click. */
async function settleIfStuck(ports: Ports, request: Request, session: Session): Promise<void> {
  if (claimIsFresh(request, ports.clock.now())) throw movedOn(request)
  if (request.state !== 'claiming' && request.state !== 'unsure') return
  try {
    await settleClaim(ports, request, session)
  } catch (error) {
    throw new BotError('claim_unsure', {}, { cause: error })
  }
}

interface Claim {
  person: Person
  link: Link
  session: Session
  request: Request
  made: Made
}

/** What the undoing needs to know; filled in as the claim goes on. */
interface Made {
  /** True from the moment at which Dremio may have made a token. */
  possibly: boolean
  tid?: string
}

async function mintAndShow(ports: Ports, { person, link, session, request, made }: Claim): Promise<void> {
  const ask = { label: markedLabel(request), lifetime: request.lifetime }
  const { secret, tid } = await create(ports, session, ask, made)
  const listed = confirm(await ports.dremioTokens.list(session), ask.label, tid)
  made.tid = listed.tid
  const token: Token = {
    tid: listed.tid,
    uid: link.uid,
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
  await ports.delivery.show(person, token, secret)

  // From here on the person has it. `shown` is written first: whoever clears up after a crash goes by it.
  const shown = await ports.tokens.swap(token, { ...token, version: 2, delivery: 'shown' })
  if (!shown) await confirmedMeanwhile(ports, token)
  const claimed = await changeRequest(ports, request.id, (before) => finishClaim(before, token.tid))
  await ports.alarms.clear('settle-claim', request.id)
  await record(ports, {
    deed: 'claim finished',
    by: person.id,
    uid: link.uid,
    tid: token.tid,
    ...aboutRequest(claimed),
  })
  await ports.messenger.showRequest(claimed)
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

/** "I have saved it" may be faster than our own writing; anything else means that the token is gone. */
async function confirmedMeanwhile(ports: Ports, token: Token): Promise<void> {
  const now = await ports.tokens.find(token.tid)
  if (now?.state === 'revoked') throw new BotError('token_moved_on', { state: 'revoked' })
}

/**
 * Undoes a claim that failed and returns what to tell the person. A definite "no" from Dremio reopens the request at
 * once; anything else is looked up and removed first. If that fails as well the request is `unsure`, and says so.
 */
async function undo(ports: Ports, claiming: Request, session: Session, made: Made, error: unknown): Promise<unknown> {
  const note = error instanceof BotError ? error.code : 'broken'
  try {
    if (!made.possibly) {
      await changeRequest(ports, claiming.id, (before) => move(before, 'undoClaim'))
      await ports.alarms.clear('settle-claim', claiming.id)
    } else {
      await settleClaim(ports, claiming, session, { tid: made.tid })
      // Dremio may still be making what we stopped waiting for; the alarm comes back for it when the lease is over.
      await ports.alarms.set('settle-claim', claiming.id, ports.clock.now() + CLAIM_LEASE)
    }
    await record(ports, { deed: 'claim failed', by: 'bot', ...aboutRequest(claiming), note })
    return error
  } catch (second) {
    return lose(ports, claiming, note, second)
  }
}

async function lose(ports: Ports, claiming: Request, note: string, second: unknown): Promise<unknown> {
  try {
    const unsure = await changeRequest(ports, claiming.id, (before) => move(before, 'loseClaim'))
    await record(ports, { deed: 'claim failed', by: 'bot', ...aboutRequest(unsure), note: `${note}, unsure` })
    await ports.messenger.showRequest(unsure)
  } catch {
    // Redis is away as well: the claim stays `claiming` until its lease is over, and is then settled like any other.
  }
  return new BotError('claim_unsure', {}, { cause: second })
}
