// The auth method `token`: every session uses the one token in `DREMIO_TOKEN`.
import type { Secret } from '../../core/secret.ts'
import { type AuthMethodCapabilities, nothingKept, type SessionProvider } from './capabilities.ts'

/**
 * Dremio cannot tell who owns a token, so every operation is offered and uses the person's own user id. It works for
 * the token's owner; for other people Dremio refuses what it does not allow (403, `dremio_forbidden`).
 */
export const tokenCapabilities: AuthMethodCapabilities = {
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
