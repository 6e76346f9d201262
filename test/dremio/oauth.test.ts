// People sign in at Dremio Cloud, act for minutes or for as long as they allowed, and stop when they are told to.
import { describe, expect, it } from 'vitest'
import { isBotError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import { newEncryptionKey } from '../world/auth-methods.ts'
import { stillClock } from '../world/clock.ts'
import type { DremioOptions } from '../world/dremio/dremio.ts'
import { borrowRedis } from '../world/shared-redis.ts'
import {
  ada,
  bob,
  CALLBACK,
  closing,
  DAY,
  failureOf,
  harmlessFailureOf,
  openRoom,
  type Room,
  type RoomSettings,
} from './room.ts'
import { away, STATE, signIn, signInOf, tokenCalls } from './signing-in.ts'

const APP = 'app-of-the-bot'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const me = { person: 'U1', uid: ada.id }

function openOauth(
  world: DremioOptions = {},
  { offline = false, ...settings }: RoomSettings & { offline?: boolean } = {},
) {
  const oauthApps = [{ clientId: APP, redirectUris: [CALLBACK] }]
  return openRoom({ oauthApps, ...world }, { auth: { method: 'oauth', clientId: APP, offline }, ...settings })
}

const secretsOf = (room: Room) => () => room.simulated.issuedSecrets
const renewals = (room: Room) => tokenCalls(room).filter(({ grant_type }) => grant_type === 'refresh_token').length
const creates = (room: Room) => room.simulated.requests.filter(({ operation }) => operation === 'create').length

describe('signing in at Dremio', () => {
  it('asks for what Dremio documents, with PKCE', async () => {
    const room = await openOauth()
    const { page } = await signInOf(room).begin(STATE)
    const { origin, pathname, searchParams } = new URL(page)
    expect(origin + pathname).toBe(`${room.simulated.url}/oauth/authorize`)
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: APP,
      redirect_uri: CALLBACK,
      scope: 'dremio.all',
      state: STATE,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
  })

  it('asks for a refresh token only where one is to be kept', async () => {
    const room = await openOauth({}, { offline: true })
    const { page } = await signInOf(room).begin(STATE)
    expect(new URL(page).searchParams.get('scope')).toBe('dremio.all offline_access')
  })

  it('brings a session of that person, without a client secret', async () => {
    const room = await openOauth()
    const { uid, signedIn } = await signIn(room, ada.email)
    expect([uid, signedIn.refreshToken]).toEqual([ada.id, undefined])
    expect(tokenCalls(room)).toEqual([
      { grant_type: 'authorization_code', client_id: APP, code: true, code_verifier: true, redirect_uri: CALLBACK },
    ])
    const session = await room.sessions.actAs(me, 'create')
    expect(session.working).toEqual([])
    await room.tokens.create(session, { label: 'tableau', lifetime: DAY })
    expect(room.simulated.tokensOf(ada.id)).toHaveLength(1)
  })

  it('bears an issuer that Dremio names in its answer, whatever it is', async () => {
    const room = await openOauth()
    const { query, finish } = await away(room, ada.email)
    expect(await finish(`${query}&iss=https%3A%2F%2Fapp.dremio.com`)).toHaveProperty('accessToken')
  })

  it('prints nothing of what came back', async () => {
    const room = await openOauth({}, { offline: true })
    const { kept, finish } = await away(room, ada.email)
    expect(`${kept}${JSON.stringify(await finish())}`.match(/\[secret\]/g)).toHaveLength(3)
  })

  it.each<[string, (query: string) => string]>([
    ['another state', (query) => query.replace(STATE, 'another')],
    ['no state', (query) => query.replace(/&?state=[^&]*/, '')],
    ['two states', (query) => `${query}&state=another`],
    ['no code', (query) => query.replace(/code=[^&]*/, 'x=1')],
    ['two codes', (query) => `${query}&code=another`],
    ['a token of the implicit flow', (query) => `${query}&token=x`],
    ['a signed answer', (query) => `${query}&response=x`],
    ['nothing', () => ''],
    ['noise', () => '%%%&&&==?#'],
  ])('is unreadable with %s, and Dremio is not asked', async (_, spoil) => {
    const room = await openOauth()
    const { query, finish } = await away(room, ada.email)
    const failure = await harmlessFailureOf(finish(spoil(query)), secretsOf(room))
    expect([failure.code, failure.facts]).toEqual(['sign_in_failed', { because: 'unreadable' }])
    expect(tokenCalls(room)).toEqual([])
  })

  it('is declined by whoever cancels', async () => {
    const room = await openOauth()
    const { finish } = await away(room, ada.email, 'Cancel')
    const failure = await failureOf(finish())
    expect([failure.code, failure.facts]).toEqual(['sign_in_failed', { because: 'declined', reason: 'access_denied' }])
  })

  it.each([
    ['server_error', { because: 'refused', reason: 'server_error' }],
    ['Ask%20ada%40example.com%20%3Cscript%3E', { because: 'refused' }],
    ['x'.repeat(41), { because: 'refused' }],
  ])('is refused with the error %s', async (error, facts) => {
    const room = await openOauth()
    const { finish } = await away(room, ada.email)
    const failure = await failureOf(finish(`state=${STATE}&error=${error}&error_description=words`))
    expect([failure.code, failure.facts]).toEqual(['sign_in_failed', facts])
  })

  it('works once with each code', async () => {
    const room = await openOauth()
    const { finish } = await away(room, ada.email)
    await finish()
    const failure = await harmlessFailureOf(finish(), secretsOf(room))
    expect([failure.code, failure.facts]).toEqual(['sign_in_failed', { because: 'refused', reason: 'invalid_grant' }])
  })

  it('fails with a verifier of another sign-in', async () => {
    const room = await openOauth()
    const { query } = await away(room, ada.email)
    const other = await signInOf(room).begin(STATE)
    const failure = await harmlessFailureOf(signInOf(room).finish(query, STATE, other.kept), secretsOf(room))
    expect(failure.facts).toEqual({ because: 'refused', reason: 'invalid_grant' })
  })
})

describe('a session that somebody signed in for', () => {
  it('is for that Dremio user only', async () => {
    const room = await openOauth()
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    await signIn(room, ada.email)
    expect((await room.sessions.actAs({ ...me, uid: ada.id.toUpperCase() }, 'list')).accessToken).toBeDefined()
    expect((await failureOf(room.sessions.actAs({ ...me, uid: bob.id }, 'list'))).code).toBe('not_signed_in')
    expect((await failureOf(room.sessions.actAs({ person: 'U2', uid: ada.id }, 'list'))).code).toBe('not_signed_in')
  })

  it('rests ten minutes at most, and no longer than it lives', async () => {
    const clock = stillClock()
    const room = await openOauth({ now: clock.now })
    const { signedIn } = await signIn(room, ada.email)
    expect(room.kept.at('U1')?.until).toBe(clock.now() + 10 * MINUTE)
    await signInOf(room).store('U1', ada.id, { ...signedIn, expiresAt: clock.now() + 5 * MINUTE })
    expect(room.kept.at('U1')?.until).toBe(clock.now() + 5 * MINUTE)
    clock.pass(4 * MINUTE)
    // With less than a minute left it could end while it is used.
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
  })

  it.each([
    ['a minute', 60, 44, 46],
    ['three minutes', 180, 134, 136],
    ['an hour', 3_600, 3_539, 3_541],
  ])('that lives %s is used until the last quarter of it, or the last minute', async (_, life, still, no) => {
    const clock = stillClock()
    // Kept for as long as it lives, so that it is the margin which ends it.
    const room = await openOauth({ now: clock.now }, { offline: true })
    const begun = clock.now()
    const signedIn = { accessToken: new Secret('x'), expiresAt: begun + life * 1_000, refreshToken: new Secret('y') }
    await signInOf(room).store('U1', ada.id, signedIn)
    clock.pass(still * 1_000)
    expect((await room.sessions.actAs(me, 'list')).accessToken.reveal()).toBe('x')
    clock.pass((no - still) * 1_000)
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
  })

  it('is dropped when the deed is done, and when the person is forgotten', async () => {
    const room = await openOauth()
    await signIn(room, ada.email)
    await room.sessions.release('U1')
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    await signIn(room, ada.email)
    expect([await room.sessions.forget('U1'), await room.sessions.forget('U1')]).toEqual([true, false])
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
  })

  it('is not used for somebody who has left, nor renewed', async () => {
    const clock = stillClock()
    const room = await openOauth({ now: clock.now }, { offline: true })
    await signIn(room, ada.email)
    const left = { ...me, left: true } as const
    expect((await failureOf(room.sessions.actAs(left, 'revoke'))).code).toBe('not_signed_in')
    const before = tokenCalls(room).length
    clock.pass(2 * HOUR)
    expect((await failureOf(room.sessions.actAs(left, 'revoke'))).code).toBe('not_signed_in')
    expect(tokenCalls(room)).toHaveLength(before)
  })

  it('is dropped when Dremio does not take it any more', async () => {
    const room = await openOauth({}, { offline: true })
    await signIn(room, ada.email)
    const session = await room.sessions.actAs(me, 'create')
    room.simulated.user(ada.id).active = false
    const failure = await failureOf(room.tokens.create(session, { label: 'tableau', lifetime: DAY }))
    expect([failure.code, failure.facts]).toEqual([
      'session_refused',
      { operation: 'create', status: 401, mayHaveHappened: false },
    ])
    expect((await failureOf(room.sessions.actAs(me, 'create'))).code).toBe('not_signed_in')
  })

  it('that Dremio refuses takes none with it that its person signed in for meanwhile', async () => {
    const room = await openOauth()
    await signIn(room, ada.email)
    const session = await room.sessions.actAs(me, 'create')
    const { signedIn } = await signIn(room, ada.email)
    room.simulated.fail('create', { status: 401 })
    const failure = await failureOf(room.tokens.create(session, { label: 'tableau', lifetime: DAY }))
    expect([failure.code, creates(room)]).toEqual(['session_refused', 1])
    room.simulated.fail('list', { status: 401 })
    expect(await room.tokens.list(session)).toEqual([])
    expect(session.accessToken.reveal()).toBe(signedIn.accessToken.reveal())
  })

  it('rests without a refresh token where none is to be kept', async () => {
    const room = await openOauth()
    await signInOf(room).store('U1', ada.id, {
      accessToken: new Secret('x'),
      expiresAt: Date.now() + HOUR,
      refreshToken: new Secret('y'),
    })
    expect(room.kept.at('U1')?.session).not.toHaveProperty('refreshToken')
  })
})

describe('with DREMIO_OFFLINE', () => {
  const openOffline = async (world: DremioOptions = {}) => {
    const clock = stillClock()
    const room = await openOauth({ now: clock.now, ...world }, { offline: true })
    await signIn(room, ada.email)
    return { clock, room }
  }

  it('works unattended for thirty days since the last use', async () => {
    const { clock, room } = await openOffline()
    expect(room.sessions.capabilities.unattended).toBe(true)
    await room.sessions.release('U1')
    for (const days of [29, 29, 29]) {
      clock.pass(days * DAY)
      expect(await room.tokens.list(await room.sessions.actAs(me, 'list'))).toEqual([])
    }
    expect(room.kept.at('U1')?.until).toBe(clock.now() + 30 * DAY)
    clock.pass(30 * DAY)
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    expect(tokenCalls(room).map(({ grant_type }) => grant_type)).toEqual([
      'authorization_code',
      'refresh_token',
      'refresh_token',
      'refresh_token',
    ])
  })

  it.each([true, false])('replaces the refresh token where Dremio does: %s', async (rotatesRefreshTokens) => {
    const { clock, room } = await openOffline({ rotatesRefreshTokens })
    const before = room.kept.at('U1')?.session.refreshToken?.reveal()
    clock.pass(2 * HOUR)
    await room.sessions.actAs(me, 'list')
    const after = room.kept.at('U1')?.session.refreshToken?.reveal()
    expect([after !== undefined, after === before]).toEqual([true, !rotatesRefreshTokens])
  })

  it('is over when the grant was revoked', async () => {
    const { clock, room } = await openOffline()
    room.simulated.revokeGrants(ada.id)
    clock.pass(2 * HOUR)
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    expect(room.kept.at('U1')).toBeUndefined()
  })

  it('is over when the new access token is somebody else’s', async () => {
    const { clock, room } = await openOffline()
    const { signedIn } = await signIn(room, bob.email, 'U2')
    clock.pass(2 * HOUR)
    const stranger = JSON.stringify({
      access_token: signedIn.accessToken.reveal(),
      token_type: 'bearer',
      expires_in: 99,
    })
    room.simulated.fail('token', { text: stranger })
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    expect(room.kept.at('U1')).toBeUndefined()
  })

  it.each([
    ['is away', { status: 503 }, 'dremio_unavailable'],
    ['is busy', { status: 429 }, 'dremio_busy'],
    ['cuts the line', { drop: true }, 'dremio_unavailable'],
    ['shows a page', { status: 400, html: true }, 'dremio_unavailable'],
    ['does not know the bot', { status: 401, body: { error: 'invalid_client' } }, 'dremio_rejected'],
    ['answers nonsense', { status: 200, body: {} }, 'dremio_answer_absurd'],
  ] as const)('the grant stays when Dremio %s', async (_, fault, code) => {
    const { clock, room } = await openOffline()
    clock.pass(2 * HOUR)
    room.simulated.fail('token', fault)
    const failure = await harmlessFailureOf(room.sessions.actAs(me, 'list'), secretsOf(room))
    expect([failure.code, failure.facts]).toMatchObject([code, { operation: 'sign in', mayHaveHappened: false }])
    expect((await room.sessions.actAs(me, 'list')).uid).toBe(ada.id)
  })

  it('a grant that was forgotten while it was renewed does not come back', async () => {
    const { clock, room } = await openOffline()
    clock.pass(2 * HOUR)
    const gate = room.simulated.hold('token', { before: 'answer' })
    const acting = failureOf(room.sessions.actAs(me, 'list'))
    await gate.reached
    expect(await room.sessions.forget('U1')).toBe(true)
    gate.release()
    expect((await acting).code).toBe('not_signed_in')
    expect(room.kept.at('U1')).toBeUndefined()
  })

  it.each([false, true])(
    'whoever signed in anew while it was renewed keeps that, also where the old grant is over: %s',
    async (over) => {
      const { clock, room } = await openOffline()
      clock.pass(2 * HOUR)
      const { signedIn } = await signIn(room, ada.email, 'U2')
      if (over) room.simulated.fail('token', { status: 400, body: { error: 'invalid_grant' } })
      const gate = room.simulated.hold('token', { before: over ? 'deed' : 'answer' })
      const acting = room.sessions.actAs(me, 'list')
      await gate.reached
      await signInOf(room).store('U1', ada.id, signedIn)
      gate.release()
      expect((await acting).accessToken.reveal()).toBe(signedIn.accessToken.reveal())
      expect(room.kept.at('U1')?.session.refreshToken?.reveal()).toBe(signedIn.refreshToken?.reveal())
    },
  )

  it('whoever is linked to another user meanwhile is not given the old one’s token', async () => {
    const { clock, room } = await openOffline()
    const { signedIn } = await signIn(room, bob.email, 'U2')
    clock.pass(2 * HOUR)
    const gate = room.simulated.hold('token', { before: 'answer' })
    const acting = failureOf(room.sessions.actAs(me, 'list'))
    await gate.reached
    await signInOf(room).store('U1', bob.id, { ...signedIn, expiresAt: clock.now() + HOUR })
    gate.release()
    expect((await acting).code).toBe('not_signed_in')
    expect(room.kept.at('U1')?.session.uid).toBe(bob.id)
  })

  it('whoever waits too long for another one that renews hears that Dremio does not answer', async () => {
    const { clock, room } = await openOffline()
    clock.pass(2 * HOUR)
    const kept = { ...room.kept, exclusively: async () => 'busy' as const }
    const late = await openOauth({ now: clock.now }, { offline: true, beside: room, kept })
    const failure = await failureOf(late.sessions.actAs(me, 'list'))
    expect([failure.code, failure.facts]).toEqual([
      'dremio_unavailable',
      { operation: 'sign in', because: 'timeout', mayHaveHappened: false },
    ])
    expect(renewals(room)).toBe(0)
  })

  describe('an access token that Dremio refuses', () => {
    const refused = { status: 401 }

    it.each(['list', 'revoke'] as const)('is renewed once, and the %s is tried again', async (deed) => {
      const { room } = await openOffline()
      const { tid } = room.simulated.mint(ada.id)
      const session = await room.sessions.actAs(me, deed)
      room.simulated.fail(deed === 'list' ? 'list' : 'delete', refused)
      if (deed === 'list') expect(await room.tokens.list(session)).toHaveLength(1)
      else await room.tokens.revoke(session, tid)
      expect(room.simulated.tokensOf(ada.id)).toHaveLength(deed === 'list' ? 1 : 0)
      // What was renewed is good for whatever else is done in this session.
      await room.tokens.list(session)
      const asked = room.simulated.requests.filter(({ operation }) => operation === 'list' || operation === 'delete')
      expect([asked.length, renewals(room)]).toEqual([3, 1])
      expect((await room.sessions.actAs(me, 'list')).accessToken.reveal()).toBe(session.accessToken.reveal())
      expect(renewals(room)).toBe(1)
    })

    it('is never a reason to make a token twice; the next press renews it', async () => {
      const { room } = await openOffline()
      const session = await room.sessions.actAs(me, 'create')
      room.simulated.fail('create', refused)
      const failure = await failureOf(room.tokens.create(session, { label: 'tableau', lifetime: DAY }))
      expect([failure.code, failure.facts]).toEqual([
        'session_refused',
        { operation: 'create', status: 401, mayHaveHappened: false },
      ])
      expect([creates(room), renewals(room)]).toEqual([1, 0])
      await room.tokens.create(await room.sessions.actAs(me, 'create'), { label: 'tableau', lifetime: DAY })
      expect([creates(room), renewals(room)]).toEqual([2, 1])
      expect(room.simulated.tokensOf(ada.id)).toHaveLength(1)
    })

    it('though it was just renewed costs no grant: signing in is offered, and in ten minutes it is tried again', async () => {
      const { clock, room } = await openOffline()
      const session = await room.sessions.actAs(me, 'list')
      room.simulated.fail('list', refused, { times: 2 })
      expect((await failureOf(room.tokens.list(session))).code).toBe('session_refused')
      expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
      expect([renewals(room), typeof room.kept.at('U1')?.session.refreshToken]).toEqual([1, 'object'])
      clock.pass(10 * MINUTE)
      expect(await room.tokens.list(await room.sessions.actAs(me, 'list'))).toEqual([])
      expect(renewals(room)).toBe(2)
    })

    it('though it was just renewed is the same where a token was to be made; who signs in goes on', async () => {
      const { clock, room } = await openOffline()
      clock.pass(2 * HOUR)
      const session = await room.sessions.actAs(me, 'create')
      room.simulated.fail('create', refused)
      const failure = await failureOf(room.tokens.create(session, { label: 'tableau', lifetime: DAY }))
      expect(failure.code).toBe('session_refused')
      expect((await failureOf(room.sessions.actAs(me, 'create'))).code).toBe('not_signed_in')
      await signIn(room, ada.email)
      await room.tokens.create(await room.sessions.actAs(me, 'create'), { label: 'tableau', lifetime: DAY })
      expect(renewals(room)).toBe(1)
    })

    it('takes the grant with it only where Dremio says that it is over', async () => {
      const { room } = await openOffline()
      const session = await room.sessions.actAs(me, 'list')
      room.simulated.fail('list', refused)
      room.simulated.revokeGrants(ada.id)
      const failure = await failureOf(room.tokens.list(session))
      expect([failure.code, failure.facts]).toEqual([
        'session_refused',
        { operation: 'list', status: 401, mayHaveHappened: false },
      ])
      expect(room.kept.at('U1')).toBeUndefined()
    })

    it('is told as a Dremio that is away where it cannot be renewed now', async () => {
      const { room } = await openOffline()
      const session = await room.sessions.actAs(me, 'list')
      room.simulated.fail('list', refused)
      room.simulated.fail('token', { status: 503 })
      expect((await failureOf(room.tokens.list(session))).code).toBe('dremio_unavailable')
      expect(await room.tokens.list(await room.sessions.actAs(me, 'list'))).toEqual([])
    })

    it('costs whoever signed in anew meanwhile nothing: that is what the second try is made with', async () => {
      const { room } = await openOffline()
      const session = await room.sessions.actAs(me, 'list')
      const { signedIn } = await signIn(room, ada.email)
      room.simulated.fail('list', refused)
      expect(await room.tokens.list(session)).toEqual([])
      expect(session.accessToken.reveal()).toBe(signedIn.accessToken.reveal())
      expect(renewals(room)).toBe(0)
    })

    it('does not come in the way of whoever renews it at that moment', async () => {
      const { clock, room } = await openOffline()
      const steps: string[] = []
      const kept = {
        ...room.kept,
        replace: (...call: Parameters<typeof room.kept.replace>) => {
          steps.push('replace')
          return room.kept.replace(...call)
        },
        exclusively: <T>(person: string, work: () => Promise<T>) => {
          steps.push('exclusively')
          return room.kept.exclusively(person, work)
        },
      }
      const late = await openOauth({ now: clock.now }, { offline: true, beside: room, kept })
      const session = await late.sessions.actAs(me, 'list')
      clock.pass(2 * HOUR)
      const gate = room.simulated.hold('token', { before: 'answer' })
      const renewing = room.sessions.actAs(me, 'list')
      await gate.reached
      const listing = late.tokens.list(session)
      await expect.poll(() => steps.length).toBe(1)
      gate.release()
      expect(await listing).toEqual([])
      expect(session.accessToken.reveal()).toBe((await renewing).accessToken.reveal())
      expect(renewals(room)).toBe(1)
    })

    it('does not bring back whoever was forgotten meanwhile', async () => {
      const { room } = await openOffline()
      const session = await room.sessions.actAs(me, 'list')
      await room.sessions.forget('U1')
      room.simulated.fail('list', refused)
      expect((await failureOf(room.tokens.list(session))).code).toBe('session_refused')
      expect([room.kept.at('U1'), renewals(room)]).toEqual([undefined, 0])
    })
  })

  it.each([400, 401, 403])('the grant goes when Dremio says %i in words of its own', async (status) => {
    const { clock, room } = await openOffline()
    clock.pass(2 * HOUR)
    room.simulated.fail('token', { status })
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    expect(room.kept.at('U1')).toBeUndefined()
  })

  it('two processes at once renew it once', async () => {
    const clock = stillClock()
    const redis = await runningRedis()
    const connect = () => {
      const encryptionKeys = [key]
      return closing(connectRedis({ url: redis.url, prefix: redis.prefix, encryptionKeys, clock, onTrouble: () => {} }))
    }
    const key = new Secret(newEncryptionKey())
    const [one, other] = [connect(), connect()]
    const first = await openOauth({ now: clock.now }, { offline: true, kept: one.storedSessions })
    const second = await openOauth({ now: clock.now }, { offline: true, beside: first, kept: other.storedSessions })
    await signIn(first, ada.email)
    clock.pass(2 * HOUR)
    const gate = first.simulated.hold('token')
    const both = [first, second, first].map((room) => room.sessions.actAs(me, 'list'))
    await gate.reached
    gate.release()
    const sessions = await Promise.all(both)
    expect(new Set(sessions.map(({ accessToken }) => accessToken.reveal())).size).toBe(1)
    expect(tokenCalls(first)).toHaveLength(2)
  })

  it('whoever comes late with a spent refresh token takes what the first one got', async () => {
    const { clock, room } = await openOffline()
    const before = room.kept.at('U1')?.session
    clock.pass(2 * HOUR)
    const first = await room.sessions.actAs(me, 'list')
    // The lock ran out meanwhile: the late one has read what was there before.
    let reads = 0
    const of = async (person: string) => {
      reads += 1
      return reads > 2 ? room.kept.of(person) : before
    }
    const late = await openOauth({ now: clock.now }, { offline: true, beside: room, kept: { ...room.kept, of } })
    const session = await late.sessions.actAs(me, 'list')
    expect(session.accessToken.reveal()).toBe(first.accessToken.reveal())
    expect(tokenCalls(room)).toHaveLength(3)
  })
})

async function runningRedis() {
  const redis = await borrowRedis()
  closing({ close: () => redis.stop() })
  return redis
}

it('an access token that does not say whose it is, is found out by listing the tokens of the one who has the address', async () => {
  const room = await openOauth({ opaqueAccessTokens: true })
  expect((await signIn(room, ada.email)).uid).toBe(ada.id)
  const { accessToken } = await (await away(room, bob.email)).finish()
  expect(await room.users.signedIn(accessToken, ada.email)).toEqual({
    uid: undefined,
    matches: [{ uid: ada.id, name: ada.email }],
  })
  expect((await room.users.signedIn(accessToken, undefined)).uid).toBeUndefined()
})

it('only Cloud has such applications', async () => {
  const room = await openOauth({ edition: 'software' })
  expect(Object.values(room.sessions.capabilities.can)).toEqual([false, false, false, false])
  const failure = await failureOf(room.sessions.actAs(me, 'create'))
  expect([failure.code, failure.facts]).toEqual(['auth_method_cannot', { method: 'oauth', operation: 'create' }])
})

it('needs an address to be sent back to', async () => {
  const error = await openOauth({}, { publicUrl: undefined }).catch((error: unknown) => error)
  expect(isBotError(error, 'broken')).toBe(true)
})
