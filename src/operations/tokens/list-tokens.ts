// My tokens, soonest expiry first: from Dremio, or from memory while Dremio is away or I am not signed in there.
import { isBotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import { remembered, summarize, type TokenSummary } from '../../core/tokens/token.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { reconcileTokenList } from '../../procedures/records/reconcile-token-list.ts'
import { offerSignIn } from '../../procedures/sessions/offer-sign-in.ts'
import { openSession } from '../../procedures/sessions/open-session.ts'

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
  await enforceRateLimit(ports, person, 'look')
  return listAt(ports, person)
}

/** Of somebody who was let in, and counted. Throws as `listTokens`. */
export async function listAt(ports: Ports, person: Person): Promise<TokenList> {
  // Before Dremio is asked, as `reconcileTokenList` wants it.
  const known = await ports.tokens.of(person.id)
  try {
    const session = await openSession(ports, person, 'list', { kind: 'list' })
    const listed = await ports.dremioTokens.list(session)
    await reconcileTokenList(ports, person.id, session, { listed, known })
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
