// The static-token way: everybody's session is the one token in `DREMIO_TOKEN`.
import type { Secret } from '../../core/secret.ts'
import { type AuthMethodCapabilities, nothingKept, type SessionProvider } from './capabilities.ts'

/**
 * Dremio has no way to ask whose a token is, so everything is offered and done with the person's own user id: for the
 * token's owner all of it works, for others Dremio refuses what it does not allow (403, `dremio_forbidden`).
 */
export const tokenWay: AuthMethodCapabilities = {
  method: 'token',
  worksAt: ['Cloud', 'Software 25', 'Software 26'],
  attended: false,
  offline: false,
  looksUp: true,
  except: 'for the owner of DREMIO_TOKEN only',
}

export function actWithToken(token: Secret): SessionProvider {
  return { ...nothingKept, actAs: async () => ({ accessToken: token }) }
}
