// The static-token way: everybody's session is the one token in `DREMIO_TOKEN`.
import type { Sessions } from '../../core/ports.ts'
import type { Secret } from '../../core/secret.ts'
import { idIn } from '../client.ts'

/**
 * Dremio has no way to ask whose a token is, so everything is offered and done with the person's own user id: for the
 * token's owner all of it works, for others Dremio refuses what it does not allow (403, `dremio_forbidden`).
 */
export function createTokenSessions(token: Secret): Sessions {
  // If it is a personal access token it stands in its owner's list, and must not be revoked from here.
  const tid = idIn(token)
  return {
    way: 'token',
    abilities: { can: { create: true, list: true, revoke: true, 'look up': true }, unattended: true },
    actAs: async ({ uid }) => ({ uid, accessToken: token, ...(tid === undefined ? {} : { tid }) }),
  }
}
