// What the ways with a sign-in share: how long a session rests, how it is renewed, and when somebody must sign in again.
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

/** Whoever acts with it still has to reach Dremio, milliseconds; of a token that lives minutes a quarter of its life. */
const LONGEST_MARGIN = MINUTE
/** Software's refresh tokens live 30 days and Cloud does not say; each use counts anew. */
const LONGEST_GRANT = 30 * DAY
/** How long a refresh token is left alone that brings access tokens which Dremio refuses, milliseconds. */
const DOUBT = 10 * MINUTE

export interface AttendedOptions {
  kept: StoredSessions
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
export function isFresh({ since, expiresAt }: StoredSession, clock: Clock): boolean {
  return expiresAt - Math.min(LONGEST_MARGIN, (expiresAt - since) / 4) > clock.now()
}

type Renewable = StoredSessionVersion & { refreshToken: Secret }

/** What rests, and whether its access token was got just now. */
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
    const usable = await usableFor(who)
    return { accessToken: usable.session.accessToken, refused: refusedFor(who, usable) }
  }

  async function usableFor({ person, uid }: SessionSubject): Promise<Usable> {
    const session = await of(person, uid)
    if (isFresh(session, clock)) return { session, isNew: false }
    if (!mayRenew(session)) throw notSignedIn()
    const outcome = await kept.exclusively(person, async () => {
      // Whoever was here first has renewed it already, or has found out that it is over.
      const now = await of(person, uid)
      if (isFresh(now, clock)) return { session: now, isNew: false }
      if (!mayRenew(now)) throw notSignedIn()
      return { session: await renewed(person, now), isNew: true }
    })
    // Used a second time, the refresh token could end the grant; and what somebody waits for is an answer from there.
    if (outcome === 'busy') {
      throw new BotError('dremio_unavailable', { operation: 'sign in', because: 'timeout', mayHaveHappened: false })
    }
    return outcome
  }

  function mayRenew(session: StoredSessionVersion): session is Renewable {
    return offline && session.refreshToken !== undefined && (session.doubtedUntil ?? 0) <= clock.now()
  }

  async function renewed(person: string, resting: Renewable): Promise<StoredSessionVersion> {
    const { uid } = resting
    let ours = resting
    const got = await renew(resting.refreshToken, async (refreshToken) => {
      const saved = await kept.replace(person, ours, { ...ours, refreshToken }, clock.now() + LONGEST_GRANT)
      // Whoever was forgotten meanwhile must not be signed in again by this.
      if (!saved) throw notSignedIn()
      ours = { ...saved, refreshToken }
    })
    // A token that names nobody is taken: the person was identified when they signed in, and it is of the same grant.
    if (got !== 'over' && (uidIn(got.accessToken) ?? uid) === uid) {
      // RFC 6749, section 6: without a new refresh token the old one stays good.
      const { accessToken, expiresAt, refreshToken = ours.refreshToken } = got
      const now = clock.now()
      const session = { uid, accessToken, expiresAt, refreshToken, since: now }
      const rests = await kept.replace(person, ours, session, now + LONGEST_GRANT)
      if (rests) return rests
    }
    await kept.drop(person, ours)
    // If it was not ours any more: they signed in anew, or (the lock is not held for ever) somebody else has renewed it.
    const now = await of(person, uid)
    if (isFresh(now, clock)) return now
    throw notSignedIn()
  }

  /**
   * For a session of which Dremio refuses the access token. The refresh token stays, for a mistake of Dremio's must not
   * cost the grant; but where it has just brought that token, signing in is offered for a while.
   */
  function refusedFor(who: SessionSubject, first: Usable): NonNullable<Session['refused']> {
    let { session, isNew } = first
    return async ({ facts }, again) => {
      // Whatever was kept meanwhile stays: an end is put to what was refused, and to nothing else.
      if (!mayRenew(session)) await kept.drop(who.person, session)
      else await expire(who.person, session, isNew)
      const another = again ? await unlessNotSignedIn(usableFor(who)) : undefined
      if (!another) throw new BotError('session_refused', facts)
      session = another.session
      isNew = another.isNew
      return session.accessToken
    }
  }

  /** In turn with those who renew it: what they got must find what they began with. */
  async function expire(person: string, session: Renewable, doubted: boolean): Promise<void> {
    await kept.exclusively(person, () => {
      const now = clock.now()
      const expired = { ...session, expiresAt: now, ...(doubted && { doubtedUntil: now + DOUBT }) }
      return kept.replace(person, session, expired, now + LONGEST_GRANT)
    })
  }

  async function of(person: string, uid: string): Promise<StoredSessionVersion> {
    const session = await kept.of(person)
    // They may be linked to another Dremio user since they signed in.
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
    // Without a refresh token nothing can be done unattended, so there is nothing to keep it for.
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
