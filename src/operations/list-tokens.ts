// My tokens, soonest expiry first: from Dremio, or from memory while Dremio is away.
import { isBotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import { remembered, summarize, type TokenSummary } from '../core/token.ts'
import { admit } from './admit.ts'
import { forgetToken } from './forget-token.ts'
import { identifyPerson } from './identify-person.ts'

export interface TokenList {
  tokens: TokenSummary[]
  /** False if Dremio did not answer and this is what we remember. */
  fresh: boolean
}

/** Throws the codes of identity, and those of Dremio that waiting does not mend. */
export async function listTokens(ports: Ports, actor: Actor): Promise<TokenList> {
  const person = await admit(ports, actor)
  // Read before Dremio is asked: every one of these was seen there once, so what is missing from the answer is gone.
  const known = await ports.tokens.of(person.id)
  try {
    const session = await ports.sessions.actAs(await identifyPerson(ports, person))
    const listed = await ports.dremioTokens.list(session)
    const alive = new Set(listed.map(({ tid }) => tid))
    for (const token of known) {
      // Tokens of a user that they were linked to before live on in that user's list.
      const isGone = token.uid === session.uid && !alive.has(token.tid)
      if (isGone && token.state !== 'revoked') await forgetToken(ports, token.tid)
    }
    return { tokens: summarize(listed, known, ports.clock.now(), session.tid), fresh: true }
  } catch (error) {
    if (!isBotError(error, 'dremio_unavailable', 'dremio_busy')) throw error
    return { tokens: remembered(known, ports.clock.now()), fresh: false }
  }
}
