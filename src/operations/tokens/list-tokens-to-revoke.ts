// Lists the actor's tokens to choose one to revoke, from the records if a rate limit or Slack prevents more.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { remembered, summaryOf, type TokenSummary } from '../../core/tokens/token.ts'
import { admitToRevoke, type Revoker } from '../../procedures/access/admit-to-revoke.ts'
import { rateLimitRefusal } from '../../procedures/access/enforce-rate-limit.ts'
import { listAt, type TokenList } from './list-tokens.ts'

export interface TokensToRevoke extends TokenList {
  /** The token that was asked for, if it is the actor's own and has ended already. */
  ended?: TokenSummary
}

/** `tid` is the id of the token that is to be revoked, if that is known. Throws as `listTokens`, but never `too_often`. */
export async function listTokensToRevoke(ports: Ports, actor: Actor, tid?: string): Promise<TokensToRevoke> {
  const revoker = await admitToRevoke(ports, actor)
  const list = await listOf(ports, revoker)
  const known = tid === undefined ? undefined : await ports.tokens.find(tid)
  if (known?.owner !== revoker.id) return list
  const ended = summaryOf(known, ports.clock.now())
  return ended.state === 'revoked' || ended.state === 'expired' ? { ...list, ended } : list
}

async function listOf(ports: Ports, { id, person }: Revoker): Promise<TokenList> {
  if (person && !(await rateLimitRefusal(ports, person, 'look'))) return listAt(ports, person)
  return { tokens: remembered(await ports.tokens.of(id), ports.clock.now()), fresh: false }
}
