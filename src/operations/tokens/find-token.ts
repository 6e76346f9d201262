// One of my tokens by its id: from memory, else as Dremio lists it.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { remembered, type TokenSummary } from '../../core/tokens/token.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { listTokens } from './list-tokens.ts'

/** Undefined for one that is gone, or never was theirs. Throws what `listTokens` throws. */
export async function findToken(ports: Ports, actor: Actor, tid: string): Promise<TokenSummary | undefined> {
  const person = await admit(ports, actor)
  const isIt = (token: TokenSummary) => token.tid === tid
  const known = remembered(await ports.tokens.of(person.id), ports.clock.now()).find(isIt)
  return known ?? (await listTokens(ports, actor)).tokens.find(isIt)
}
