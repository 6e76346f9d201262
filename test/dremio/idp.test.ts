// People sign in at the company's identity provider, and Dremio takes its word for who they are.
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { AuthMethodSettings } from '../../src/dremio/dremio.ts'
import type { DremioOptions } from '../world/dremio/dremio.ts'
import { type IdentityProvider, type IdpClient, startIdentityProvider } from '../world/identity-provider.ts'
import {
  ada,
  bob,
  CALLBACK,
  closing,
  DAY,
  editions,
  failureOf,
  harmlessFailureOf,
  openRoom,
  type Room,
} from './room.ts'
import { away, STATE, signIn, signInOf, tokenCalls } from './signing-in.ts'

const CLIENT = 'the-bot'
const clientSecret = 'a-secret-of-the-bot'
const me = { person: 'U1', uid: ada.id }

/** What came back from the provider at a path, changed. */
type Change = (answer: Response, path: string) => Response | Promise<Response>

interface Setting {
  world?: DremioOptions
  idp?: Partial<Extract<AuthMethodSettings, { method: 'idp' }>>
  client?: Partial<IdpClient>
  audience?: string
  change?: Change
}

interface IdpRoom extends Room {
  provider: IdentityProvider
  /** The provider's paths that were called. */
  paths: string[]
  secrets: () => string[]
  change: { how: Change }
}

async function openIdp({ world, idp, client, audience, change }: Setting = {}): Promise<IdpRoom> {
  const provider = closing(
    await startIdentityProvider({
      clients: [{ clientId: CLIENT, clientSecret, redirectUris: [CALLBACK], ...client }],
      people: [ada, bob].map(({ email, name }) => ({ login: email, claims: { name } })),
      ...(audience && { accessTokenAudience: audience }),
    }),
  )
  const { issuer } = provider
  const userClaim = world?.edition === 'software' ? 'name' : 'email'
  const tokenProviders = [{ issuer, audience: [audience ?? CLIENT], userClaim }]
  const changing = { how: change ?? ((answer: Response) => answer) }
  const paths: string[] = []
  const room = await openRoom(
    { tokenProviders, ...world },
    {
      auth: {
        method: 'idp',
        issuer,
        clientId: CLIENT,
        clientSecret: new Secret(clientSecret),
        scopes: ['openid', 'email', 'profile'],
        token: 'id_token',
        offline: false,
        ...idp,
      },
      fetch: async (input, init) => {
        const { origin, pathname } = new URL(String(input))
        if (origin !== issuer) return fetch(input, init)
        paths.push(pathname)
        return changing.how(await fetch(input, init), pathname)
      },
    },
  )
  const secrets = () => [...room.simulated.issuedSecrets, ...provider.issuedSecrets, clientSecret]
  return { ...room, provider, paths, secrets, change: changing }
}

const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } })

/** Changes what the provider's token endpoint says. */
const saying =
  (change: (said: Record<string, unknown>) => Record<string, unknown>): Change =>
  async (answer, path) =>
    path === '/token' ? json(change((await answer.json()) as Record<string, unknown>), answer.status) : answer

describe.each(editions.filter(({ edition, version }) => edition === 'cloud' || version === '26'))(
  'at Dremio $edition $version',
  (dremio) => {
    it('people sign in at the provider and act at Dremio as themselves', async () => {
      const room = await openIdp({ world: dremio })
      const { uid } = await signIn(room, ada.email)
      expect(uid).toBe(ada.id)
      expect(tokenCalls(room)).toEqual([
        {
          grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
          subject_token: true,
          subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
          scope: 'dremio.all',
        },
      ])
      await room.tokens.create(await room.sessions.actAs(me, 'create'), { label: 'tableau', lifetime: DAY })
      expect(room.simulated.tokensOf(ada.id)).toHaveLength(1)
    })

    it('whoever is no user of Dremio is told so', async () => {
      const room = await openIdp({ world: dremio })
      room.simulated.removeUser(ada.id)
      const { finish } = await away(room, ada.email)
      const failure = await harmlessFailureOf(finish(), room.secrets)
      expect([failure.code, failure.facts]).toEqual(['exchange_refused', {}])
    })
  },
)

describe('signing in at the provider', () => {
  it('asks with PKCE, a state and a nonce', async () => {
    const room = await openIdp()
    const { page } = await signInOf(room).begin(STATE)
    const { origin, searchParams } = new URL(page)
    expect(origin).toBe(room.provider.issuer)
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: CLIENT,
      redirect_uri: CALLBACK,
      scope: 'openid email profile',
      state: STATE,
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
  })

  it.each(['client_secret_basic', 'client_secret_post'] as const)('works for a client with %s', async (authMethod) => {
    const room = await openIdp({ client: { authMethod } })
    await signIn(room, ada.email)
    const before = room.paths.length
    await signIn(room, ada.email)
    // What worked is what is tried first from then on.
    expect(room.paths.slice(before)).toEqual(['/token'])
  })

  it('works for a public client', async () => {
    const provider = { clientId: 'public', redirectUris: [CALLBACK] }
    const room = await openIdp()
    room.provider.addClient(provider)
    const other = await openRoom(
      {},
      {
        beside: room,
        auth: {
          method: 'idp',
          issuer: room.provider.issuer,
          clientId: 'public',
          scopes: ['openid', 'email'],
          token: 'id_token',
          offline: false,
        },
      },
    )
    room.simulated.addTokenProvider({ issuer: room.provider.issuer, audience: ['public'], userClaim: 'email' })
    expect((await signIn(other, ada.email)).uid).toBe(ada.id)
  })

  it('shows Dremio the access token where that is what it takes', async () => {
    const room = await openIdp({ idp: { token: 'access_token' }, audience: 'dremio' })
    expect((await signIn(room, ada.email)).uid).toBe(ada.id)
    const opaque = await openIdp({ idp: { token: 'access_token' } })
    const { finish } = await away(opaque, ada.email)
    expect((await harmlessFailureOf(finish(), opaque.secrets)).code).toBe('exchange_refused')
  })

  it('is declined by whoever cancels', async () => {
    const room = await openIdp()
    const { finish } = await away(room, ada.email, 'Cancel')
    const failure = await failureOf(finish())
    expect([failure.code, failure.facts]).toEqual(['sign_in_failed', { because: 'declined', reason: 'access_denied' }])
  })

  it('is unreadable with another state, or from another issuer', async () => {
    const room = await openIdp()
    const { query, finish } = await away(room, ada.email)
    const iss = encodeURIComponent(room.provider.issuer)
    for (const spoiled of [query.replace(STATE, 'x'), query.replace(iss, 'https%3A%2F%2Felsewhere.test')]) {
      expect(spoiled).not.toBe(query)
      const failure = await harmlessFailureOf(finish(spoiled), room.secrets)
      expect([failure.code, failure.facts]).toEqual(['sign_in_failed', { because: 'unreadable' }])
    }
  })

  it('is refused with the nonce of another sign-in', async () => {
    const room = await openIdp()
    const first = await away(room, ada.email)
    const second = await away(room, ada.email)
    let idToken: unknown
    room.change.how = saying((said) => {
      idToken ??= said.id_token
      return { ...said, id_token: idToken }
    })
    await first.finish()
    const failure = await harmlessFailureOf(second.finish(), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['sign_in_failed', { because: 'refused' }])
  })

  it.each<[string, (said: Record<string, unknown>) => Record<string, unknown>]>([
    ['without an ID token', ({ id_token: _, ...said }) => said],
    ['with an ID token that is none', (said) => ({ ...said, id_token: 'x.y' })],
    ['with an ID token whose content was changed', (said) => ({ ...said, id_token: forged(said.id_token) })],
    ['without an access token', ({ access_token: _, ...said }) => said],
  ])('is refused %s', async (_, change) => {
    const room = await openIdp({ change: saying(change) })
    const { finish } = await away(room, ada.email)
    const failure = await harmlessFailureOf(finish(), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['sign_in_failed', { because: 'refused' }])
    expect(tokenCalls(room)).toEqual([])
  })

  it('is refused where the provider does not know the bot', async () => {
    const room = await openIdp({ idp: { clientSecret: new Secret('another secret') } })
    const { finish } = await away(room, ada.email)
    const failure = await harmlessFailureOf(finish(), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['sign_in_failed', { because: 'refused', reason: 'invalid_client' }])
  })

  it.each<[string, Change]>([
    ['is away', () => new Response('', { status: 503 })],
    ['is busy', () => json({ error: 'slow_down' }, 429)],
    ['shows a page', () => new Response('<html>', { status: 400 })],
    ['does not know the path', () => json({ error: 'not_found' }, 404)],
    ['sends us elsewhere', () => new Response(null, { status: 302, headers: { Location: 'https://elsewhere.test' } })],
    ['speaks no JSON', () => new Response('fine', { headers: { 'Content-Type': 'text/plain' } })],
    ['speaks broken JSON', () => new Response('{', { headers: { 'Content-Type': 'application/json' } })],
    ['cuts the line', () => Promise.reject(new TypeError('terminated'))],
  ])('fails as the provider’s when it %s', async (_, change) => {
    const room = await openIdp()
    const { finish } = await away(room, ada.email)
    room.change.how = change
    const failure = await harmlessFailureOf(finish(), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['provider_unavailable', {}])
  })
})

describe('finding the provider', () => {
  it('is done once, and again after it failed', async () => {
    const room = await openIdp({ change: () => new Response('', { status: 503 }) })
    expect((await failureOf(signInOf(room).begin(STATE))).code).toBe('provider_unavailable')
    room.change.how = (answer) => answer
    await signInOf(room).begin(STATE)
    await signInOf(room).begin(STATE)
    expect(room.paths).toEqual(['/.well-known/openid-configuration', '/.well-known/openid-configuration'])
  })

  it('fails for one that calls itself by another name, or names no page to sign in at', async () => {
    for (const part of [{ issuer: 'https://elsewhere.test' }, { authorization_endpoint: undefined }]) {
      const room = await openIdp({ change: async (answer) => json({ ...((await answer.json()) as object), ...part }) })
      expect((await failureOf(signInOf(room).begin(STATE))).code).toBe('provider_unavailable')
    }
  })

  it('says why it cannot be reached', async () => {
    const room = await openIdp()
    await room.provider.close()
    const failure = await failureOf(signInOf(room).begin(STATE))
    expect([failure.code, (failure.cause as Error).message]).toEqual(['provider_unavailable', 'ECONNREFUSED'])
  })
})

describe('with DREMIO_OFFLINE', () => {
  async function openOffline(setting: Setting = {}): Promise<IdpRoom> {
    const room = await openIdp({ ...setting, idp: { offline: true, ...setting.idp } })
    await signIn(room, ada.email)
    return room
  }

  /** As if an hour had passed. */
  async function grow(room: Room): Promise<void> {
    const resting = room.kept.at('U1')
    if (resting) await room.kept.keep('U1', { ...resting.session, expiresAt: Date.now() }, resting.until)
  }

  const refreshTokenOf = (room: Room) => room.kept.at('U1')?.session.refreshToken?.reveal()

  it('asks for consent, which refresh tokens need', async () => {
    const room = await openIdp({ idp: { offline: true } })
    const { searchParams } = new URL((await signInOf(room).begin(STATE)).page)
    expect([searchParams.get('scope'), searchParams.get('prompt')]).toEqual([
      'openid email profile offline_access',
      'consent',
    ])
  })

  it('does not ask a provider for a scope that it does not know', async () => {
    const change: Change = async (answer) =>
      json({ ...((await answer.json()) as object), scopes_supported: ['openid', 'email', 'profile'] })
    const room = await openIdp({ idp: { offline: true }, change })
    const { searchParams } = new URL((await signInOf(room).begin(STATE)).page)
    expect([searchParams.get('scope'), searchParams.get('prompt')]).toEqual(['openid email profile', null])
  })

  it('refreshes at the provider and exchanges again', async () => {
    const room = await openOffline()
    await room.sessions.release('U1')
    const before = refreshTokenOf(room)
    await grow(room)
    expect(await room.tokens.list(await room.sessions.actAs(me, 'list'))).toEqual([])
    expect([refreshTokenOf(room) === before, tokenCalls(room).length]).toEqual([false, 2])
  })

  it('a refresh without a new ID token means signing in again', async () => {
    const room = await openOffline()
    await grow(room)
    room.change.how = saying(({ id_token: _, ...said }) => said)
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    expect([room.kept.at('U1'), tokenCalls(room).length]).toEqual([undefined, 1])
  })

  it('the replaced refresh token is kept although Dremio is away', async () => {
    const room = await openOffline()
    const before = refreshTokenOf(room)
    await grow(room)
    room.simulated.fail('token', { status: 503 })
    const failure = await harmlessFailureOf(room.sessions.actAs(me, 'list'), room.secrets)
    expect([failure.code, failure.facts]).toEqual([
      'dremio_unavailable',
      { operation: 'sign in', because: 'server error', status: 503, mayHaveHappened: false },
    ])
    expect([typeof refreshTokenOf(room), refreshTokenOf(room) === before]).toEqual(['string', false])
    expect((await room.sessions.actAs(me, 'list')).uid).toBe(ada.id)
  })

  it('whoever was forgotten while it refreshes is not kept again, and nothing is exchanged for them', async () => {
    const room = await openOffline()
    await grow(room)
    room.change.how = async (answer, path) => {
      if (path === '/token') await room.sessions.forget('U1')
      return answer
    }
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    expect([room.kept.at('U1'), tokenCalls(room).length]).toEqual([undefined, 1])
  })

  it('nor whoever was forgotten while Dremio exchanges', async () => {
    const room = await openOffline()
    await grow(room)
    const gate = room.simulated.hold('token', { before: 'answer' })
    const acting = failureOf(room.sessions.actAs(me, 'list'))
    await gate.reached
    await room.sessions.forget('U1')
    gate.release()
    expect((await acting).code).toBe('not_signed_in')
    expect(room.kept.at('U1')).toBeUndefined()
  })

  it('is over when the provider says so', async () => {
    const room = await openOffline()
    await grow(room)
    room.change.how = (answer, path) => (path === '/token' ? json({ error: 'invalid_grant' }, 400) : answer)
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    expect(room.kept.at('U1')).toBeUndefined()
  })

  it.each<[string, Change]>([
    ['is away', () => new Response('', { status: 503 })],
    ['does not know the bot any more', () => json({ error: 'unauthorized_client' }, 400)],
    ['gives an ID token for another client', saying((said) => ({ ...said, id_token: forged(said.id_token) }))],
  ])('the grant stays when the provider %s', async (_, change) => {
    const room = await openOffline()
    await grow(room)
    const before = refreshTokenOf(room)
    room.change.how = change
    const failure = await harmlessFailureOf(room.sessions.actAs(me, 'list'), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['provider_unavailable', {}])
    expect(refreshTokenOf(room)).toBe(before)
  })
})

/** The same with another `aud`. Its signature does not fit any more, which is for Dremio to see. */
function forged(idToken: unknown): string {
  const [header, payload = '', signature] = String(idToken).split('.')
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), aud: 'another-client' }
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}
