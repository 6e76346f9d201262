// Stores and renews the sessions of the auth methods with a sign-in, and decides when a person must sign in again.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Clock } from '../../core/ports.ts'
import type { Secret } from '../../core/secret.ts'
import {
  LONGEST_STORED_SESSION,
  type Session,
  type SessionSubject,
  type SignedIn,
  type SignIn,
  type StoredSession,
  type StoredSessions,
  type StoredSessionVersion,
} from '../../core/sessions/session.ts'
import { DAY, MINUTE } from '../../core/time/duration.ts'
import { uidIn } from '../token-endpoint.ts'
import type { SessionProvider } from './capabilities.ts'

/**
 * A session this close to its end counts as expired, milliseconds, because the request still has to reach Dremio. For a
 * short-lived token it is a quarter of its life.
 */
const LONGEST_MARGIN = MINUTE
/**
 * How long a refresh token is stored, milliseconds. Software's live 30 days, Cloud does not document it; each use
 * starts the time again.
 */
const LONGEST_GRANT = 30 * DAY
/** How long a refresh token is not used after Dremio refused an access token from it, milliseconds. */
const DOUBT = 10 * MINUTE

export interface AttendedOptions {
  kept: StoredSessions
  clock: Clock
  /** Refresh tokens are stored. */
  offline: boolean
  /**
   * Gets a new access token. `save` is called with a new refresh token if a later step can still fail, because the old
   * refresh token is spent by then. Returns `over` if the person has to sign in again.
   */
  renew(refreshToken: Secret, save: (refreshToken: Secret) => Promise<void>): Promise<SignedIn | 'over'>
}

/** Whether a stored session lives long enough for the next request. */
export function isFresh({ since, expiresAt }: StoredSession, clock: Clock): boolean {
  return expiresAt - Math.min(LONGEST_MARGIN, (expiresAt - since) / 4) > clock.now()
}

type Renewable = StoredSessionVersion & { refreshToken: Secret }

/** The stored session, and whether its access token was obtained just now. */
interface Usable {
  session: StoredSessionVersion
  isNew: boolean
}

export function attended({
  kept,
  clock,
  offline,
  renew,
}: AttendedOptions): Omit<SessionProvider, 'signIn'> & Pick<SignIn, 'store'> {
  const keeps = async (person: string) => (await kept.of(person)) !== undefined
  return { actAs, store, keeps, release, forget: (person) => kept.drop(person) }

  async function actAs(who: SessionSubject): Promise<Pick<Session, 'refused'> & { accessToken: Secret }> {
    // Every session here is one that the person signed in for.
    if (who.left) throw notSignedIn()
    const usable = await usableFor(who)
    return { accessToken: usable.session.accessToken, refused: refusedFor(who, usable) }
  }

  async function usableFor({ person, uid }: SessionSubject): Promise<Usable> {
    const session = await of(person, uid)
    if (isFresh(session, clock)) return { session, isNew: false }
    if (!mayRenew(session)) throw notSignedIn()
    const outcome = await kept.exclusively(person, async () => {
      // Another process may have renewed the session, or removed it, while this one waited for the lock.
      const now = await of(person, uid)
      if (isFresh(now, clock)) return { session: now, isNew: false }
      if (!mayRenew(now)) throw notSignedIn()
      return { session: await renewed(person, now), isNew: true }
    })
    // The refresh token is not used without the lock, because a second use could end the grant. The other process is
    // waiting for an answer from Dremio or the provider, so this counts as a timeout.
    if (outcome === 'busy') {
      throw new BotError('dremio_unavailable', { operation: 'sign in', because: 'timeout', mayHaveHappened: false })
    }
    return outcome
  }

  function mayRenew(session: StoredSessionVersion): session is Renewable {
    return offline && session.refreshToken !== undefined && (session.doubtedUntil ?? 0) <= clock.now()
  }

  async function renewed(person: string, stored: Renewable): Promise<StoredSessionVersion> {
    const { uid } = stored
    let current = stored
    const got = await renew(stored.refreshToken, async (refreshToken) => {
      const saved = await kept.replace(person, current, { ...current, refreshToken }, clock.now() + LONGEST_GRANT)
      // The session was dropped meanwhile (the person was unlinked), and must not come back.
      if (!saved) throw notSignedIn()
      current = { ...saved, refreshToken }
    })
    // An access token that names no user is accepted: the person was identified at the sign-in, and it belongs to the
    // same grant.
    if (got !== 'over' && (uidIn(got.accessToken) ?? uid) === uid) {
      // RFC 6749, section 6: without a new refresh token the old one stays valid.
      const { accessToken, expiresAt, refreshToken = current.refreshToken } = got
      const now = clock.now()
      const session = { uid, accessToken, expiresAt, refreshToken, since: now }
      const replaced = await kept.replace(person, current, session, now + LONGEST_GRANT)
      if (replaced) return replaced
    }
    await kept.drop(person, current)
    // If another session is stored now, the person signed in again, or another process renewed it after the lock
    // expired.
    const now = await of(person, uid)
    if (isFresh(now, clock)) return now
    throw notSignedIn()
  }

  /**
   * For a session whose access token Dremio refuses. The refresh token stays, because a mistake at Dremio must not cost
   * the grant. But if it produced the refused access token just now, the person is asked to sign in for a while.
   */
  function refusedFor(who: SessionSubject, first: Usable): NonNullable<Session['refused']> {
    let { session, isNew } = first
    return async ({ facts }, again) => {
      // Only the refused session ends. A session that was stored meanwhile stays.
      if (!mayRenew(session)) await kept.drop(who.person, session)
      else await expire(who.person, session, isNew)
      const another = again ? await unlessNotSignedIn(usableFor(who)) : undefined
      if (!another) throw new BotError('session_refused', facts)
      session = another.session
      isNew = another.isNew
      return session.accessToken
    }
  }

  /** Under the lock, because a process that renews the session replaces the version that it read. */
  async function expire(person: string, session: Renewable, doubted: boolean): Promise<void> {
    await kept.exclusively(person, () => {
      const now = clock.now()
      const expired = { ...session, expiresAt: now, ...(doubted && { doubtedUntil: now + DOUBT }) }
      return kept.replace(person, session, expired, now + LONGEST_GRANT)
    })
  }

  async function of(person: string, uid: string): Promise<StoredSessionVersion> {
    const session = await kept.of(person)
    // The person may be linked to another Dremio user since they signed in.
    if (session?.uid !== uid.toLowerCase()) throw notSignedIn()
    return session
  }

  async function store(person: string, uid: string, signedIn: SignedIn): Promise<void> {
    const { accessToken, expiresAt, refreshToken } = signedIn
    const now = clock.now()
    const session = { uid: uid.toLowerCase(), accessToken, expiresAt, since: now }
    if (offline && refreshToken) await kept.keep(person, { ...session, refreshToken }, now + LONGEST_GRANT)
    else await kept.keep(person, session, Math.min(now + LONGEST_STORED_SESSION, expiresAt))
  }

  async function release(person: string): Promise<void> {
    const session = await kept.of(person)
    // A session without a refresh token cannot be used unattended, so there is no reason to store it.
    if (session && !(offline && session.refreshToken)) await kept.drop(person, session)
  }
}

async function unlessNotSignedIn<T>(usable: Promise<T>): Promise<T | undefined> {
  try {
    return await usable
  } catch (error) {
    if (isBotError(error, 'not_signed_in')) return undefined
    throw error
  }
}

function notSignedIn(): BotError {
  return new BotError('not_signed_in', {})
}
