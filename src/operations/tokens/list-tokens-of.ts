// Lists another person's tokens for an administrator.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { listOthersTokens, type OthersTokens } from '../../procedures/administration/list-tokens-of.ts'

/** `whom` is a Slack id. Throws `not_an_administrator`, and what `listOthersTokens` throws. */
export async function listTokensOf(ports: Ports, actor: Actor, whom: string): Promise<OthersTokens> {
  await enforceRateLimit(ports, await admitAdministrator(ports, actor), 'look')
  return listOthersTokens(ports, whom)
}
