// What an ADMIN's token of Software adds to every way: revoking, and from 26 on listing, for people who are not here.
import { BotError, type Capability, isBotError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import type { Capabilities, Session, Sessions } from '../../core/sessions/session.ts'
import type { DremioKind } from './capabilities.ts'

/**
 * What the editions' pages on personal access tokens say of the ADMIN role. Nobody makes tokens for somebody else in any
 * of them, and on Cloud an administrator may do no more than everybody.
 */
export const administratorsMay: Readonly<Record<DremioKind, Capabilities['forOthers']>> = {
  Cloud: { list: false, revoke: false },
  'Software 25': { list: false, revoke: true },
  'Software 26': { list: true, revoke: true },
}

export interface AdministratorOptions {
  adminToken: Secret
  working: readonly string[]
  /** Read at every use; undefined once Dremio has refused the token. */
  may: () => Capabilities['forOthers'] | undefined
  /** Dremio has refused the token: nothing is done with it until a look at Dremio shows that it takes it. */
  refused: () => void
}

/**
 * Steps in where the person would have to sign in, or the way in use cannot. The static token is passed over altogether:
 * it acts for its owner only, and does not know who that is.
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
        // Without us they would have been asked to sign in, and so they are if we cannot stand in for them after all.
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

  /** There is no other token to try again with. */
  function refusedAs(code?: 'not_signed_in'): NonNullable<Session['refused']> {
    return async (refusal) => {
      refused()
      throw code ? new BotError(code, {}, { cause: refusal }) : refusal
    }
  }
}
