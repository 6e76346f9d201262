// Adds to an auth method what all share: capabilities, the ids of the bot's own tokens, the administrator's token.
import { BotError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import type { Capabilities, Sessions } from '../../core/sessions/session.ts'
import { withAdministrator } from './administrator.ts'
import { type AuthMethodCapabilities, capabilitiesAt, type DremioKind, type SessionProvider } from './capabilities.ts'

/** What is known about this Dremio. The assumptions are corrected by probes. */
export interface Known {
  kind: DremioKind
  /** Undefined after Dremio refused the administrator's token, until a probe shows that Dremio accepts it. */
  administratorMay: Capabilities['forOthers'] | undefined
}

export interface SessionsOptions {
  statement: AuthMethodCapabilities
  acting: SessionProvider
  offline: boolean
  known: Known
  /** Ids of the personal access tokens among the bot's own credentials. */
  working: readonly string[]
  adminToken: Secret | undefined
}

export function createSessions({ statement, acting, offline, known, working, adminToken }: SessionsOptions): Sessions {
  const { method } = statement
  const capabilities = () => capabilitiesAt(statement, known.kind, offline)
  const sessions: Sessions = {
    authMethod: method,
    signIn: acting.signIn,
    keeps: acting.keeps,
    release: acting.release,
    forget: acting.forget,
    get capabilities() {
      return capabilities()
    },
    async actAs(who, operation) {
      if (!capabilities().can[operation]) throw new BotError('auth_method_cannot', { method, operation })
      const { accessToken, refused } = await acting.actAs(who)
      return { uid: who.uid, accessToken, working, ...(refused && { refused }) }
    },
    onBehalf(_uid, operation) {
      throw new BotError('auth_method_cannot', { method, operation })
    },
  }
  if (!adminToken) return sessions
  return withAdministrator(sessions, {
    adminToken,
    working,
    may: () => known.administratorMay,
    refused: () => {
      known.administratorMay = undefined
    },
  })
}
