// The identity provider lets a real client and a real browser sign in, and Dremio takes what it says.
import { decodeJwt } from 'jose'
import * as client from 'openid-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Browser, openBrowser } from './browser.ts'
import { type SimulatedDremio, startDremio } from './dremio/dremio.ts'
import { type IdentityProvider, type IdentityProviderOptions, startIdentityProvider } from './identity-provider.ts'

const bot = { clientId: 'the-bot', clientSecret: 'a-secret-of-the-bot', redirectUris: ['http://127.0.0.1:9/callback'] }
const ada = { id: '11111111-1111-4111-8111-111111111111', email: 'ada@acme.test' }

let provider: IdentityProvider
let dremio: SimulatedDremio | undefined
afterEach(async () => {
  await provider.close()
  await dremio?.close()
})

async function start(options: Partial<IdentityProviderOptions> = {}): Promise<void> {
  const people = [{ login: ada.email }, { login: 'bob', claims: { email: 'bob@acme.test', upn: 'bob' } }]
  provider = await startIdentityProvider({ clients: [bot], people, ...options })
}

function discover(auth?: client.ClientAuth): Promise<client.Configuration> {
  const metadata = auth ? {} : { client_secret: bot.clientSecret }
  const execute = [client.allowInsecureRequests]
  return client.discovery(new URL(provider.issuer), bot.clientId, metadata, auth, { execute })
}

interface Asked {
  config: client.Configuration
  scope?: string
  prompt?: string
}

async function leave(browser: Browser, { config, scope = 'openid email', prompt }: Asked) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expected = { pkceCodeVerifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() }
  const page = client.buildAuthorizationUrl(config, {
    redirect_uri: bot.redirectUris[0] ?? '',
    scope,
    state: expected.expectedState,
    nonce: expected.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...(prompt && { prompt }),
  })
  await browser.open(page.href)
  return expected
}

async function signIn(asked: Asked, login = ada.email, browser = openBrowser()) {
  const expected = await leave(browser, asked)
  browser.fill({ email: login, password: 'anything' })
  await browser.press('Sign in')
  return client.authorizationCodeGrant(asked.config, new URL(browser.page.url), expected)
}

describe('the identity provider', () => {
  it('signs people in, and says in the ID token who they are', async () => {
    await start()
    const config = await discover()
    const tokens = await signIn({ config }, 'ADA@acme.test')
    expect(tokens.claims()).toMatchObject({
      iss: provider.issuer,
      aud: bot.clientId,
      email: ada.email,
      email_verified: true,
      preferred_username: ada.email,
    })
    expect(tokens.claims()?.sub).not.toContain('ada')
    expect(tokens.refresh_token).toBeUndefined()
    expect(provider.issuedSecrets).toEqual(expect.arrayContaining([tokens.id_token, tokens.access_token]))
    expect(provider.issuedSecrets).toHaveLength(4)
  })

  it('lets nobody in whom it does not know, and can be cancelled', async () => {
    await start()
    const config = await discover()
    const browser = openBrowser()
    const expected = await leave(browser, { config })
    browser.fill({ email: 'nobody@acme.test' })
    expect((await browser.press('Sign in')).text).toContain('Acme does not know you.')
    await browser.press('Cancel')
    await expect(client.authorizationCodeGrant(config, new URL(browser.page.url), expected)).rejects.toMatchObject({
      error: 'access_denied',
    })
  })

  it('remembers the browser', async () => {
    await start()
    const config = await discover()
    const browser = openBrowser()
    await signIn({ config }, ada.email, browser)
    const expected = await leave(browser, { config })
    const again = await client.authorizationCodeGrant(config, new URL(browser.page.url), expected)
    expect(again.claims()?.email).toBe(ada.email)
    await leave(browser, { config, prompt: 'login' })
    expect(browser.page.title).toBe('Sign in to Acme')
  })

  it('wants PKCE, the right verifier, and a code only once', async () => {
    await start()
    const config = await discover()
    const browser = openBrowser()
    const query = { redirect_uri: bot.redirectUris[0] ?? '', scope: 'openid', state: 'a-state' }
    await browser.open(client.buildAuthorizationUrl(config, query).href)
    expect(new URL(browser.page.url).searchParams.get('error')).toBe('invalid_request')

    const expected = await leave(browser, { config })
    browser.fill({ email: ada.email })
    await browser.press('Sign in')
    const back = new URL(browser.page.url)
    const redeem = (checks: Partial<typeof expected> = {}) =>
      client.authorizationCodeGrant(config, back, { ...expected, ...checks })
    const invalid = { error: 'invalid_grant' }
    await expect(redeem({ pkceCodeVerifier: client.randomPKCECodeVerifier() })).rejects.toMatchObject(invalid)
    await expect(redeem()).resolves.toHaveProperty('id_token')
    await expect(redeem()).rejects.toMatchObject(invalid)
  })

  it('shows a page of its own for an address that the client did not register', async () => {
    await start()
    const { page } = await (async () => {
      const browser = openBrowser()
      const query = { redirect_uri: 'http://127.0.0.1:9/elsewhere', scope: 'openid' }
      await browser.open(client.buildAuthorizationUrl(await discover(), query).href)
      return browser
    })()
    expect([page.status, page.title]).toEqual([400, 'This sign-in cannot go on'])
  })

  it('gives a refresh token to a client that asks for consent, and another one each time', async () => {
    await start()
    const config = await discover()
    const first = await signIn({ config, scope: 'openid email offline_access', prompt: 'consent' })
    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '')
    expect(second.claims()?.email).toBe(ada.email)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    await expect(client.refreshTokenGrant(config, first.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    expect(provider.issuedSecrets).toEqual(expect.arrayContaining([first.refresh_token, second.refresh_token]))
  })

  it('knows public clients, and clients that come later', async () => {
    await start({ clients: [] })
    provider.addClient({ clientId: bot.clientId, redirectUris: bot.redirectUris })
    expect((await signIn({ config: await discover(client.None()) })).claims()?.email).toBe(ada.email)
    provider.addClient({ ...bot, authMethod: 'client_secret_basic' })
    const config = await discover(client.ClientSecretBasic(bot.clientSecret))
    expect((await signIn({ config }, 'bob')).claims()?.email).toBe('bob@acme.test')
  })

  it('says what a test makes it say', async () => {
    await start()
    const config = await discover()
    provider.setClaims(ada.email, { email_verified: false, upn: 'ada' })
    expect((await signIn({ config })).claims()).toMatchObject({ email_verified: false, upn: 'ada' })
    provider.setClaims(ada.email, { email: undefined })
    expect((await signIn({ config })).claims()).not.toHaveProperty('email')
    expect(() => provider.setClaims(ada.email, { nickname: 'x' })).toThrow('Nobody has the claims nickname')
  })

  it('says nothing on the console', async () => {
    const spies = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'info')]
    await start({ accessTokenAudience: 'dremio' })
    await signIn({ config: await discover() })
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })
})

describe('what the identity provider issued is taken at Dremio', () => {
  async function exchange(jwt = ''): Promise<{ status: number; sub: string | undefined }> {
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: jwt,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      scope: 'dremio.all',
    })
    const answer = await fetch(`${dremio?.url}/oauth/token`, { method: 'POST', body })
    const { access_token } = (await answer.json()) as { access_token?: string }
    return { status: answer.status, sub: access_token && decodeJwt(access_token).sub }
  }

  it('as an ID token', async () => {
    await start()
    const tokenProvider = { issuer: provider.issuer, audience: [bot.clientId], userClaim: 'email' }
    dremio = await startDremio({ users: [ada], tokenProviders: [tokenProvider] })
    const { id_token, access_token } = await signIn({ config: await discover() })
    expect(await exchange(id_token)).toEqual({ status: 200, sub: ada.id })
    // Opaque, as no audience was set.
    expect((await exchange(access_token)).status).toBe(400)
  })

  it('for as long as it lives by the clock of Dremio', async () => {
    let now = Date.now()
    await start({ tokenLife: 7_200 })
    const tokenProvider = { issuer: provider.issuer, audience: [bot.clientId], userClaim: 'email' }
    dremio = await startDremio({ users: [ada], tokenProviders: [tokenProvider], now: () => now })
    const { id_token } = await signIn({ config: await discover() })
    now += 7_100_000
    expect((await exchange(id_token)).status).toBe(200)
    now += 200_000
    expect((await exchange(id_token)).status).toBe(400)
  })

  it('as an access token', async () => {
    await start({ accessTokenAudience: 'dremio' })
    const tokenProvider = { issuer: provider.issuer, audience: ['dremio'], userClaim: 'email' }
    dremio = await startDremio({ users: [ada], tokenProviders: [tokenProvider] })
    const { id_token, access_token } = await signIn({ config: await discover() })
    expect(await exchange(access_token)).toEqual({ status: 200, sub: ada.id })
    expect((await exchange(id_token)).status).toBe(400)
  })
})
