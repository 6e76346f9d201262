// Lists the actor's tokens by expiry, from the records if Dremio is unavailable or a sign-in is missing.
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
  /** False if Dremio was not asked or did not answer. The list then comes from the records. */
  fresh: boolean
  /** Set if Dremio can only be asked after a sign-in. */
  signIn?: SignInOffer
}

/** Throws the codes of `identifyPerson`, and the codes of Dremio that a retry does not fix. */
export async function listTokens(ports: Ports, actor: Actor): Promise<TokenList> {
  const person = await admit(ports, actor)
  await enforceRateLimit(ports, person, 'look')
  return listAt(ports, person)
}

/** For a person who is admitted, and counted against the rate limit. Throws as `listTokens`. */
export async function listAt(ports: Ports, person: Person): Promise<TokenList> {
  // Read before Dremio is asked, as `reconcileTokenList` requires.
  const known = await ports.tokens.of(person.id)
  try {
    const session = await openSession(ports, person, 'list', { kind: 'list' })
    const listed = await ports.dremioTokens.list(session)
    await reconcileTokenList(ports, person.id, session, { listed, known })
    return { tokens: summarize(listed, known, ports.clock.now(), session.working), fresh: true }
  } catch (error) {
    const tokens = remembered(known, ports.clock.now())
    if (isBotError(error, 'sign_in_needed')) return { tokens, fresh: false, signIn: error.facts }
    // Dremio refused the stored session during this call.
    if (isBotError(error, 'not_signed_in', 'session_refused') && ports.sessions.signIn) {
      return { tokens, fresh: false, signIn: await offerSignIn(ports, person, { kind: 'list' }) }
    }
    if (isBotError(error, 'dremio_unavailable', 'dremio_busy')) return { tokens, fresh: false }
    throw error
  }
}
