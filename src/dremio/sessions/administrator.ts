// What an ADMIN's token of Software adds to each auth method: revoking, and since 26 listing, for absent people.
import { BotError, type Capability, isBotError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import type { Capabilities, Session, Sessions } from '../../core/sessions/session.ts'
import type { DremioKind } from './capabilities.ts'

/**
 * The rights of the ADMIN role, by the documentation of personal access tokens for each edition. In none of them can an
 * administrator create tokens for others, and on Cloud administrators have no extra rights.
 */
export const administratorCapabilities: Readonly<Record<DremioKind, Capabilities['forOthers']>> = {
  Cloud: { list: false, revoke: false },
  'Software 25': { list: false, revoke: true },
  'Software 26': { list: true, revoke: true },
}

export interface AdministratorOptions {
  adminToken: Secret
  working: readonly string[]
  /** Read at every use; undefined after Dremio refused the token. */
  may: () => Capabilities['forOthers'] | undefined
  /** Dremio refused the token: it is not used again until a probe shows that Dremio accepts it. */
  refused: () => void
}

/**
 * Uses the administrator's token where the person would have to sign in, or where the auth method cannot. It replaces
 * the static token altogether, because that one works only for its owner, and the bot does not know who that is.
 */
export function withAdministrator(sessions: Sessions, options: AdministratorOptions): Sessions {
  const { adminToken, working, may, refused } = options
  const { authMethod, signIn, keeps, release, forget } = sessions
  return {
    authMethod,
    signIn,
    keeps,
    release,
    forget,
    onBehalf,
    get capabilities() {
      const forOthers = may()
      if (!forOthers) return sessions.capabilities
      const { can, unattended } = sessions.capabilities
      return {
        can: { ...can, list: can.list || forOthers.list, revoke: can.revoke || forOthers.revoke, 'look up': true },
        unattended,
        forOthers,
      }
    },
    async actAs(who, operation) {
      if (authMethod === 'token' && isAllowed(operation)) return onBehalf(who.uid, operation)
      try {
        return await sessions.actAs(who, operation)
      } catch (error) {
        if (!isBotError(error, 'not_signed_in', 'auth_method_cannot') || !isAllowed(operation)) throw error
        const session = onBehalf(who.uid, operation)
        // Without an administrator's token the person would have been asked to sign in. The same happens if Dremio
        // refuses the administrator's token.
        return error.code === 'not_signed_in' ? { ...session, refused: refusedAs('not_signed_in') } : session
      }
    },
  }

  function isAllowed(operation: Capability): operation is 'list' | 'revoke' {
    return (operation === 'list' || operation === 'revoke') && may()?.[operation] === true
  }

  function onBehalf(uid: string, operation: 'list' | 'revoke'): Session {
    if (!isAllowed(operation)) throw new BotError('auth_method_cannot', { method: authMethod, operation })
    return { uid, accessToken: adminToken, onBehalf: true, working, refused: refusedAs() }
  }

  /** There is no other token for a retry. */
  function refusedAs(code?: 'not_signed_in'): NonNullable<Session['refused']> {
    return async (refusal) => {
      refused()
      throw code ? new BotError(code, {}, { cause: refusal }) : refusal
    }
  }
}
