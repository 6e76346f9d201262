// Finds one of the actor's tokens by its id, in the records or else in Dremio's list.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { remembered, type TokenSummary } from '../../core/tokens/token.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { listTokens } from './list-tokens.ts'

/** Undefined for a token that is gone, or that was never the actor's own. Throws what `listTokens` throws. */
export async function findToken(ports: Ports, actor: Actor, tid: string): Promise<TokenSummary | undefined> {
  const person = await admit(ports, actor)
  const isIt = (token: TokenSummary) => token.tid === tid
  const known = remembered(await ports.tokens.of(person.id), ports.clock.now()).find(isIt)
  return known ?? (await listTokens(ports, actor)).tokens.find(isIt)
}
