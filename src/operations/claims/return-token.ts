// "I did not get it": revokes the token and reopens its request, up to the policy's limit of returns.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { admitToRevoke } from '../../procedures/access/admit-to-revoke.ts'
import { returnOwnToken } from '../../procedures/claims/return-own-token.ts'

/** Throws what `returnOwnToken` throws. */
export async function returnToken(ports: Ports, actor: Actor, tid: string): Promise<Request> {
  return returnOwnToken(ports, await admitToRevoke(ports, actor), tid)
}
