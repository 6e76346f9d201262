// Ends one token of somebody, or every one of them, with a session that may: at Dremio, in our records, in the audit, in words.
import { BotError, isBotError } from '../core/errors.ts'
import type { Ports } from '../core/ports.ts'
import type { Session } from '../core/session.ts'
import { type Revoked, remembered, summarize, type TokenSummary } from '../core/token.ts'
import { forgetToken } from './forget-token.ts'
import { record } from './record.ts'
import { redrawCardOf } from './redraw-card-of.ts'
import { revokeOne } from './revoke-one.ts'

export interface Ending {
  /** Slack ids of who does it and of whose tokens they are. */
  by: string
  owner: string
  session: Session
  /** Opens a session as another Dremio user: a token may have been made for one that they were linked to before. */
  sessionAs(uid: string): Promise<Session>
}

/**
 * `which` is a token's id or `all`. One that is gone already counts as revoked. Throws `no_such_token` (also for somebody
 * else's), `own_working_token`, Dremio's codes.
 */
export async function endTokens(ports: Ports, ending: Ending, which: string): Promise<Revoked> {
  const theirs = await living(ports, ending)
  if (which === 'all') return endAll(ports, ending, theirs)
  const token = theirs.find(({ tid }) => tid === which)
  return token ? endListed(ports, ending, token) : endUnlisted(ports, ending, which)
}

async function living(ports: Ports, { owner, session }: Ending): Promise<TokenSummary[]> {
  const known = await ports.tokens.of(owner)
  try {
    const listed = await ports.dremioTokens.list(session)
    return summarize(listed, known, ports.clock.now(), session.working)
  } catch (error) {
    // Software 25 lets administrators end others' tokens, but not list them: then we go by what we remember.
    if (session.onBehalf && isBotError(error, 'dremio_forbidden')) return remembered(known, ports.clock.now())
    throw asRevoking(error)
  }
}

async function endListed(ports: Ports, ending: Ending, token: TokenSummary): Promise<Revoked> {
  await revokeOne(ports, ending.session, token.tid)
  await writeDown(ports, ending, token)
  return { revoked: [token], keptWorking: false }
}

/** Gone at Dremio, or made for the user that they were linked to before; either way our own records say whose it is. */
async function endUnlisted(ports: Ports, ending: Ending, tid: string): Promise<Revoked> {
  const known = await ports.tokens.find(tid)
  if (known?.owner !== ending.owner) throw new BotError('no_such_token', {})
  const session = await ending.sessionAs(known.uid)
  const { label, expiresAt } = known
  const token: TokenSummary = { tid, label, expiresAt, state: 'revoked', madeHere: true, working: false }
  return endListed(ports, { ...ending, session }, token)
}

/** Looking at the list is our way of revoking; for the person it is the revoking that failed. */
function asRevoking(error: unknown): unknown {
  if (!(error instanceof BotError) || !('doing' in error.facts)) return error
  return new BotError(error.code, { ...error.facts, doing: 'revoke' } as typeof error.facts, { cause: error })
}

async function endAll(ports: Ports, ending: Ending, theirs: TokenSummary[]): Promise<Revoked> {
  const { session } = ending
  const others = theirs.filter(({ working }) => !working)
  const keptWorking = others.length < theirs.length
  if (keptWorking) {
    // Dremio's "delete all" would take the token away that we are acting with, so they go one by one.
    for (const token of others) {
      await revokeOne(ports, session, token.tid)
      await writeDown(ports, ending, token)
    }
  } else {
    await ports.dremioTokens.revokeAll(session)
    for (const token of others) {
      await forgetToken(ports, token.tid)
      await writeDown(ports, ending, token)
    }
  }
  return { revoked: others.filter(({ state }) => state !== 'expired'), keptWorking }
}

async function writeDown(ports: Ports, { by, owner, session }: Ending, token: TokenSummary): Promise<void> {
  const { tid, label } = token
  await record(ports, { deed: 'revoked', by, for: owner, tid, uid: session.uid, label })
  await redrawCardOf(ports, tid)
}
