// Ends one of my tokens, or every one of them.
import { BotError } from '../core/errors.ts'
import type { Actor, Person } from '../core/person.ts'
import type { Ports, Session } from '../core/ports.ts'
import { summarize, type TokenSummary } from '../core/token.ts'
import { admit } from './admit.ts'
import { forgetToken } from './forget-token.ts'
import { identifyPerson } from './identify-person.ts'
import { record } from './record.ts'
import { redrawCardOf } from './redraw-card-of.ts'
import { revokeOne } from './revoke-one.ts'

export interface Revoked {
  revoked: TokenSummary[]
  /** True if one token stays because the bot itself works with it. */
  keptWorking: boolean
}

/**
 * `which` is a token's id or `all`. One that is gone already counts as revoked. Throws `no_such_token` (also for somebody
 * else's), `own_working_token`, Dremio's codes.
 */
export async function revokeToken(ports: Ports, actor: Actor, which: string): Promise<Revoked> {
  const person = await admit(ports, actor)
  const session = await ports.sessions.actAs(await identifyPerson(ports, person))
  const listed = await ports.dremioTokens.list(session).catch((error: unknown) => {
    throw asRevoking(error)
  })
  const mine = summarize(listed, await ports.tokens.of(person.id), ports.clock.now(), session.tid)
  if (which === 'all') return revokeAll(ports, person, session, mine)
  const token = mine.find(({ tid }) => tid === which)
  if (!token) return revokeUnlisted(ports, person, which)
  await revokeOne(ports, session, token.tid)
  await writeDown(ports, person, session, token)
  return { revoked: [token], keptWorking: false }
}

/** Gone at Dremio, or made for the user that they were linked to before; either way our own records say whose it is. */
async function revokeUnlisted(ports: Ports, person: Person, tid: string): Promise<Revoked> {
  const known = await ports.tokens.find(tid)
  if (known?.owner !== person.id) throw new BotError('no_such_token', {})
  const session = await ports.sessions.actAs({ person: person.id, uid: known.uid })
  await revokeOne(ports, session, tid)
  const { label, expiresAt } = known
  const token: TokenSummary = { tid, label, expiresAt, state: 'revoked', madeHere: true, working: false }
  await writeDown(ports, person, session, token)
  return { revoked: [token], keptWorking: false }
}

/** Looking at the list is our way of revoking; for the person it is the revoking that failed. */
function asRevoking(error: unknown): unknown {
  if (!(error instanceof BotError) || !('doing' in error.facts)) return error
  return new BotError(error.code, { ...error.facts, doing: 'revoke' } as typeof error.facts, { cause: error })
}

async function revokeAll(ports: Ports, person: Person, session: Session, mine: TokenSummary[]): Promise<Revoked> {
  const others = mine.filter(({ working }) => !working)
  const keptWorking = others.length < mine.length
  if (keptWorking) {
    // Dremio's "delete all" would take the token away that we are acting with, so they go one by one.
    for (const token of others) {
      await revokeOne(ports, session, token.tid)
      await writeDown(ports, person, session, token)
    }
  } else {
    await ports.dremioTokens.revokeAll(session)
    for (const token of others) {
      await forgetToken(ports, token.tid)
      await writeDown(ports, person, session, token)
    }
  }
  return { revoked: others.filter(({ state }) => state !== 'expired'), keptWorking }
}

async function writeDown(ports: Ports, person: Person, session: Session, token: TokenSummary): Promise<void> {
  await record(ports, {
    deed: 'revoked',
    by: person.id,
    for: person.id,
    tid: token.tid,
    uid: session.uid,
    label: token.label,
  })
  await redrawCardOf(ports, token.tid)
}
