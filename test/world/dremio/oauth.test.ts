// The login side of the simulated Dremio: who gets in, with what, and for how long.
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import {
  ada,
  app,
  authorizeUrl,
  bob,
  broughtBack,
  clock,
  listAs,
  redeem,
  refresh,
  robot,
  signIn,
  start,
  verifier,
} from './oauth-calls.ts'

const HOUR = 3_600_000

describe('signing in at the simulated Dremio', () => {
  it('brings back a code, which becomes an access token that names its user and works for an hour', async () => {
    const dremio = await start()
    const { code, state } = await signIn(dremio, { email: 'ADA@example.com' })
    expect(state).toBe('the-state')
    const { status, body } = await redeem(dremio, code)
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 3599,
        scope: 'dremio.all',
        refresh_token: expect.any(String),
      },
    ])
    const { access_token = '' } = body
    const seconds = Math.floor(clock.at / 1000)
    expect(decodeJwt(access_token)).toMatchObject({ iss: dremio.url, sub: ada.id, iat: seconds, exp: seconds + 3600 })
    expect(await listAs(dremio, access_token)).toBe(200)
    clock.at += HOUR
    expect(await listAs(dremio, access_token)).toBe(401)
  })

  it('shows a page that a person can use, again with a message where nobody has that address', async () => {
    const dremio = await start()
    const browser = openBrowser()
    await browser.open(authorizeUrl(dremio))
    expect(browser.page).toMatchObject({ status: 200, title: 'Sign in to Dremio' })
    for (const email of ['nobody@example.com', robot.email]) {
      browser.fill({ email })
      await browser.press('Sign in')
      expect(browser.page.text).toContain('Nobody can sign in with this e-mail address')
    }
    dremio.user(ada.id).active = false
    browser.fill({ email: ada.email })
    expect((await browser.press('Sign in')).text).toContain('Nobody can sign in')
    browser.fill({ email: bob.email })
    await browser.press('Sign in')
    expect(broughtBack(browser)).toEqual({ code: expect.any(String), state: 'the-state' })
    expect(browser.hops.at(-2)).toEqual({ method: 'POST', url: `${dremio.url}/oauth/sign-in`, status: 302 })
  })

  it('can be cancelled', async () => {
    const dremio = await start()
    const browser = openBrowser()
    await browser.open(authorizeUrl(dremio))
    await browser.press('Cancel')
    expect(broughtBack(browser)).toMatchObject({ error: 'access_denied', state: 'the-state' })
  })

  it.each([
    ['a client that is not registered', { client_id: 'another' }],
    ['an address that is not registered', { redirect_uri: 'http://127.0.0.1:9/callback/' }],
  ])('sends nobody away for %s', async (_, change) => {
    const dremio = await start()
    const page = await openBrowser().open(authorizeUrl(dremio, change))
    expect([page.status, page.title, page.forms]).toEqual([400, 'This sign-in cannot go on', []])
  })

  it.each([
    ['no challenge', { code_challenge: '' }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge without a method', { code_challenge_method: '' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a scope that Dremio does not have', { scope: 'openid dremio.all' }, 'invalid_scope'],
    ['no scope', { scope: '' }, 'invalid_scope'],
  ])('tells the application of %s', async (_, change, error) => {
    const dremio = await start()
    const browser = openBrowser()
    await browser.open(authorizeUrl(dremio, change))
    expect(broughtBack(browser)).toMatchObject({ error, state: 'the-state' })
  })

  it('asks each time, unless browsers are remembered', async () => {
    const dremio = await start({ remembersBrowsers: true })
    const browser = openBrowser()
    await signIn(dremio, { browser })
    await browser.open(authorizeUrl(dremio))
    expect(broughtBack(browser)).toHaveProperty('code')
    expect((await browser.open(authorizeUrl(dremio, { prompt: 'login' }))).title).toBe('Sign in to Dremio')
    dremio.user(ada.id).active = false
    expect((await browser.open(authorizeUrl(dremio))).title).toBe('Sign in to Dremio')

    const forgetful = await start()
    await signIn(forgetful, { browser })
    expect((await browser.open(authorizeUrl(forgetful))).title).toBe('Sign in to Dremio')
  })
})

describe('a code of the simulated Dremio', () => {
  it('works once, and a second use ends what the first one brought', async () => {
    const dremio = await start()
    const { code } = await signIn(dremio)
    const { access_token, refresh_token } = (await redeem(dremio, code)).body
    expect(await listAs(dremio, access_token)).toBe(200)
    expect(await redeem(dremio, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await listAs(dremio, access_token)).toBe(401)
    expect(await refresh(dremio, refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('lives for a minute', async () => {
    const dremio = await start()
    const { code } = await signIn(dremio)
    clock.at += 60_000
    expect((await redeem(dremio, code)).body.error).toBe('invalid_grant')
  })

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }, 400, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 400, 'invalid_request'],
    ['another address', { redirect_uri: 'http://127.0.0.1:9/other' }, 400, 'invalid_grant'],
    ['another client', { client_id: 'other' }, 400, 'invalid_grant'],
    ['an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
  ])('is refused with %s', async (_, change, status, error) => {
    const dremio = await start()
    dremio.addOauthApp({ ...app, clientId: 'other' })
    const { code } = await signIn(dremio)
    expect(await redeem(dremio, code, change)).toMatchObject({ status, body: { error } })
  })
})

describe('a refresh token of the simulated Dremio', () => {
  it('comes only with offline_access', async () => {
    const dremio = await start()
    const { code } = await signIn(dremio, { change: { scope: 'dremio.all' } })
    expect((await redeem(dremio, code)).body).not.toHaveProperty('refresh_token')
  })

  it('is replaced when it is used, and the old one no longer works', async () => {
    const dremio = await start()
    const first = (await redeem(dremio, (await signIn(dremio)).code)).body
    const second = (await refresh(dremio, first.refresh_token)).body
    expect(await listAs(dremio, second.access_token)).toBe(200)
    expect(await refresh(dremio, first.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await refresh(dremio, second.refresh_token, 'nobody')).body.error).toBe('invalid_client')
    clock.at += 30 * 24 * HOUR
    expect((await refresh(dremio, second.refresh_token)).body.error).toBe('invalid_grant')
  })

  it('is kept, and no other one comes, where it does not rotate', async () => {
    const dremio = await start({ rotatesRefreshTokens: false })
    const { refresh_token } = (await redeem(dremio, (await signIn(dremio)).code)).body
    expect((await refresh(dremio, refresh_token)).body).not.toHaveProperty('refresh_token')
    expect((await refresh(dremio, refresh_token)).status).toBe(200)
  })

  it('ends when the grants of its user are revoked, or the user is inactive', async () => {
    const dremio = await start({ rotatesRefreshTokens: false })
    const { access_token, refresh_token } = (await redeem(dremio, (await signIn(dremio)).code)).body
    dremio.user(ada.id).active = false
    expect((await refresh(dremio, refresh_token)).body.error).toBe('invalid_grant')
    dremio.user(ada.id).active = true
    expect((await refresh(dremio, refresh_token)).status).toBe(200)
    dremio.revokeGrants(ada.id)
    expect((await refresh(dremio, refresh_token)).body.error).toBe('invalid_grant')
    expect(await listAs(dremio, access_token)).toBe(200)
  })
})

describe('the token endpoint of the simulated Dremio', () => {
  it('does not say who signed in where access tokens are opaque', async () => {
    const dremio = await start({ opaqueAccessTokens: true })
    const { access_token = '' } = (await redeem(dremio, (await signIn(dremio)).code)).body
    expect(access_token).toMatch(/^[\w-]{43}$/)
    expect(await listAs(dremio, access_token)).toBe(200)
  })

  it('reads forms of public clients only', async () => {
    const dremio = await start()
    const send = async (init: RequestInit) =>
      (await fetch(`${dremio.url}/oauth/token`, { method: 'POST', ...init })).json()
    const headers = { 'Content-Type': 'application/json' }
    const secret = 'a-verifier-in-the-wrong-place-entirely'
    const fields = { grant_type: 'authorization_code', client_id: app.clientId, code_verifier: secret }
    expect(await send({ headers, body: JSON.stringify(fields) })).toMatchObject({ error: 'invalid_request' })
    expect(dremio.issuedSecrets).toContain(secret)
    const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: app.clientId })
    expect(await send({ headers: { Authorization: 'Basic eDp5' }, body })).toMatchObject({ error: 'invalid_client' })
    expect(await send({ body: new URLSearchParams({ grant_type: 'password' }) })).toMatchObject({
      error: 'unsupported_grant_type',
    })
  })

  it('is written down without secrets, which are kept apart as canaries', async () => {
    const dremio = await start()
    const { code = '' } = await signIn(dremio)
    const { access_token = '', refresh_token = '' } = (await redeem(dremio, code)).body
    const [authorized, signedIn, asked] = dremio.requests
    const request = { client_id: app.clientId, redirect_uri: app.redirectUris[0], state: 'the-state' }
    expect(authorized).toMatchObject({ operation: 'authorize', path: '/oauth/authorize', query: request })
    expect(signedIn).toMatchObject({ operation: 'signIn', body: { ...request, email: ada.email, password: true } })
    expect(asked).toMatchObject({
      operation: 'token',
      body: {
        grant_type: 'authorization_code',
        client_id: app.clientId,
        redirect_uri: app.redirectUris[0],
        code: true,
        code_verifier: true,
      },
    })
    expect(new Set(dremio.issuedSecrets)).toEqual(new Set([code, verifier, access_token, refresh_token]))
    for (const secret of dremio.issuedSecrets) expect(JSON.stringify(dremio.requests)).not.toContain(secret)
  })

  it('fails and waits as it is told', async () => {
    const dremio = await start()
    dremio.fail('authorize', { status: 503, html: true })
    const browser = openBrowser()
    expect((await browser.open(authorizeUrl(dremio))).status).toBe(503)
    dremio.fail('signIn', { status: 500 })
    await browser.open(authorizeUrl(dremio))
    browser.fill({ email: ada.email })
    expect((await browser.press('Sign in')).status).toBe(500)

    const { code } = await signIn(dremio)
    dremio.fail('token', { status: 429, body: { error: 'slow_down' } })
    dremio.fail('token', { text: (answer) => JSON.stringify({ ...JSON.parse(answer), expires_in: undefined }) })
    const gate = dremio.hold('token')
    const first = redeem(dremio, code)
    await gate.reached
    gate.release()
    expect(await first).toEqual({ status: 429, body: { error: 'slow_down' } })
    expect((await redeem(dremio, code)).body).not.toHaveProperty('expires_in')
  })
})
