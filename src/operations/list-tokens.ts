// My tokens, soonest expiry first: from Dremio, or from memory while Dremio is away or I am not signed in there.
import { isBotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import type { SignInOffer } from '../core/sign-in.ts'
import { remembered, summarize, type Token, type TokenSummary } from '../core/token.ts'
import { admit } from './admit.ts'
import { forgetToken } from './forget-token.ts'
import { keepWithinLimit } from './keep-within-limit.ts'
import { offerSignIn } from './offer-sign-in.ts'
import { openSession } from './open-session.ts'
import { record } from './record.ts'
import { redrawCardOf } from './redraw-card-of.ts'

export interface TokenList {
  tokens: TokenSummary[]
  /** False if Dremio was not asked, or did not answer, and this is what we remember. */
  fresh: boolean
  /** Set if the person would have to sign in for Dremio to be asked. */
  signIn?: SignInOffer
}

/** Throws the codes of identity, and those of Dremio that waiting does not mend. */
export async function listTokens(ports: Ports, actor: Actor): Promise<TokenList> {
  const person = await admit(ports, actor)
  await keepWithinLimit(ports, person, 'look')
  // Read before Dremio is asked: every one of these was seen there once, so what is missing from the answer is gone.
  const known = await ports.tokens.of(person.id)
  try {
    const session = await openSession(ports, person, 'list', { kind: 'list' })
    const listed = await ports.dremioTokens.list(session)
    const alive = new Set(listed.map(({ tid }) => tid))
    for (const token of known) {
      // Tokens of a user that they were linked to before live on in that user's list.
      const isGone = token.uid === session.uid && !alive.has(token.tid)
      if (isGone && token.state !== 'revoked') await forgetGone(ports, token)
    }
    return { tokens: summarize(listed, known, ports.clock.now(), session.working), fresh: true }
  } catch (error) {
    const tokens = remembered(known, ports.clock.now())
    if (isBotError(error, 'sign_in_needed')) return { tokens, fresh: false, signIn: error.facts }
    // Dremio refused only now what they had signed in with.
    if (isBotError(error, 'not_signed_in', 'session_refused') && ports.sessions.signIn) {
      return { tokens, fresh: false, signIn: await offerSignIn(ports, person, { kind: 'list' }) }
    }
    if (isBotError(error, 'dremio_unavailable', 'dremio_busy')) return { tokens, fresh: false }
    throw error
  }
}

/** It was ended at Dremio itself, or has expired and is not listed any more. */
async function forgetGone(ports: Ports, { tid, uid, owner, label, expiresAt }: Token): Promise<void> {
  if (!(await forgetToken(ports, tid)) || expiresAt <= ports.clock.now()) return
  await record(ports, { deed: 'revoked', by: 'bot', for: owner, tid, uid, label, note: 'gone at Dremio' })
  await redrawCardOf(ports, tid)
}
