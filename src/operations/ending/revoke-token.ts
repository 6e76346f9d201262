// Ends one of my tokens, or every one of them.
import type { Actor } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Revoked } from '../../core/token.ts'
import { admitToEnd } from '../people/admit-to-end.ts'
import { endOwnTokens } from './end-own-tokens.ts'

/** `which` is a token's id or `all`. Throws what `endOwnTokens` throws. */
export async function revokeToken(ports: Ports, actor: Actor, which: string): Promise<Revoked> {
  return endOwnTokens(ports, await admitToEnd(ports, actor), { kind: 'revoke', which })
}
