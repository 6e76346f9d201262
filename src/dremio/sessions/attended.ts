// What the ways with a sign-in share: how long a session rests, how it is renewed, and when somebody must sign in again.
import { BotError } from '../../core/errors.ts'
import { DAY, MINUTE } from '../../core/lifetime.ts'
import type { Clock } from '../../core/ports.ts'
import type { Secret } from '../../core/secret.ts'
import { type KeptSession, type KeptSessions, LONGEST_REST, type SignedIn, type SignIn } from '../../core/session.ts'
import { uidIn } from '../token-endpoint.ts'
import type { Acting } from './statement.ts'

/** Whoever acts with it still has to reach Dremio, milliseconds. */
const MARGIN = MINUTE
/** Software's refresh tokens live 30 days and Cloud does not say; each use counts anew. */
const LONGEST_GRANT = 30 * DAY

export interface AttendedOptions {
  kept: KeptSessions
  clock: Clock
  /** Refresh tokens are kept. */
  offline: boolean
  /**
   * A new access token. `save` is called with a refresh token that replaces the old one, where more can still fail after
   * it was got: the old one is spent by then. `over` if the person has to sign in again.
   */
  renew(refreshToken: Secret, save: (refreshToken: Secret) => Promise<void>): Promise<SignedIn | 'over'>
}

/** Whether a kept session will do for what is about to be done. */
export function isFresh({ expiresAt }: SignedIn, clock: Clock): boolean {
  return expiresAt - MARGIN > clock.now()
}

export function attended({
  kept,
  clock,
  offline,
  renew,
}: AttendedOptions): Omit<Acting, 'signIn'> & Pick<SignIn, 'keep'> {
  return { actAs, keep, release, forget: (person) => kept.drop(person) }

  async function actAs({ person, uid }: { person: string; uid: string }): Promise<Secret> {
    const session = await of(person, uid)
    if (isFresh(session, clock)) return session.accessToken
    if (!offline || !session.refreshToken) throw notSignedIn()
    return kept.exclusively(person, async () => {
      // Whoever was here first has renewed it already, or has found out that it is over.
      const now = await of(person, uid)
      if (isFresh(now, clock)) return now.accessToken
      if (!now.refreshToken) throw notSignedIn()
      return renewed(person, { ...now, refreshToken: now.refreshToken })
    })
  }

  async function renewed(person: string, session: KeptSession & { refreshToken: Secret }): Promise<Secret> {
    const { uid } = session
    let { refreshToken } = session
    const got = await renew(refreshToken, async (replacement) => {
      refreshToken = replacement
      await keep(person, uid, { ...session, refreshToken })
    })
    if (got === 'over') {
      // The lock is let go of after seconds, so somebody else may have spent this refresh token and kept its successor.
      const now = await of(person, uid)
      if (isFresh(now, clock)) return now.accessToken
    }
    // A token that names nobody is taken: the person was identified when they signed in, and it is of the same grant.
    if (got === 'over' || (uidIn(got.accessToken) ?? uid) !== uid) {
      await kept.drop(person)
      throw notSignedIn()
    }
    // RFC 6749, section 6: without a new refresh token the old one stays good.
    await keep(person, uid, { refreshToken, ...got })
    return got.accessToken
  }

  async function of(person: string, uid: string): Promise<KeptSession> {
    const session = await kept.of(person)
    // They may be linked to another Dremio user since they signed in.
    if (session?.uid !== uid.toLowerCase()) throw notSignedIn()
    return session
  }

  async function keep(person: string, uid: string, signedIn: SignedIn): Promise<void> {
    const { accessToken, expiresAt, refreshToken } = signedIn
    const session = { uid: uid.toLowerCase(), accessToken, expiresAt }
    const now = clock.now()
    if (offline && refreshToken) await kept.keep(person, { ...session, refreshToken }, now + LONGEST_GRANT)
    else await kept.keep(person, session, Math.min(now + LONGEST_REST, expiresAt))
  }

  async function release(person: string): Promise<void> {
    // Without a refresh token nothing can be done unattended, so there is nothing to keep it for.
    if (offline && (await kept.of(person))?.refreshToken) return
    await kept.drop(person)
  }
}

function notSignedIn(): BotError {
  return new BotError('not_signed_in', {})
}
