// Lists the actor's tokens to choose one to revoke, from the records if a rate limit or Slack prevents more.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { remembered } from '../../core/tokens/token.ts'
import { admitToRevoke } from '../../procedures/access/admit-to-revoke.ts'
import { rateLimitRefusal } from '../../procedures/access/enforce-rate-limit.ts'
import { listAt, type TokenList } from './list-tokens.ts'

/** Throws as `listTokens`, but never `too_often`. */
export async function listTokensToRevoke(ports: Ports, actor: Actor): Promise<TokenList> {
  const { id, person } = await admitToRevoke(ports, actor)
  if (person && !(await rateLimitRefusal(ports, person, 'look'))) return listAt(ports, person)
  return { tokens: remembered(await ports.tokens.of(id), ports.clock.now()), fresh: false }
}
