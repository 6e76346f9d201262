// Token exchange at the simulated Dremio: whose tokens it takes, on which edition, and for how long.
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import type { SimulatedDremio } from './dremio.ts'
import { ada, ask, authorizeUrl, bob, clock, listAs, robot, start } from './oauth-calls.ts'

describe('token exchange at the simulated Dremio', () => {
  const TYPE = 'urn:ietf:params:oauth:token-type:'
  const exchange = { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', scope: 'dremio.all' }
  let key: CryptoKey
  let issuer: Server
  let url = ''
  const provider = () => ({ issuer: url, audience: ['dremio'], userClaim: 'email' })

  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    key = privateKey
    const jwk = await exportJWK(publicKey)
    issuer = createServer((request, response) => {
      const jwks = { keys: [{ ...jwk, kid: 'k', alg: 'RS256' }] }
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify(request.url === '/keys' ? jwks : { issuer: url, jwks_uri: `${url}/keys` }))
    })
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
  })
  afterAll(() => issuer.close())

  function signed(claims: Record<string, unknown> = {}, by = key): Promise<string> {
    const exp = Math.floor(clock.at / 1000) + 300
    return new SignJWT({ iss: url, aud: 'dremio', email: ada.email, exp, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .sign(by)
  }

  function forJwt(dremio: SimulatedDremio, jwt: string) {
    return ask(dremio, { ...exchange, subject_token: jwt, subject_token_type: `${TYPE}jwt` })
  }

  function forToken(dremio: SimulatedDremio, token: string) {
    return ask(dremio, { ...exchange, subject_token: token, subject_token_type: `${TYPE}dremio:personal-access-token` })
  }

  function forSubject(dremio: SimulatedDremio, subject: string, actor: string) {
    return ask(dremio, {
      ...exchange,
      subject_token: subject,
      subject_token_type: `${TYPE}dremio:subject`,
      actor_token: actor,
      actor_token_type: `${TYPE}dremio:personal-access-token`,
    })
  }

  it.each([
    ['cloud', 'email', ada.email.toUpperCase()],
    ['software', 'upn', 'ADA'],
  ] as const)('takes a JWT of a token provider on %s, for as long as it lives', async (edition, userClaim, name) => {
    const dremio = await start({ edition, tokenProviders: [{ issuer: url, audience: ['dremio'], userClaim }] })
    const jwt = await signed({ [userClaim]: name })
    const { status, body } = await forJwt(dremio, jwt)
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 299,
        scope: 'dremio.all',
        issued_token_type: `${TYPE}access_token`,
      },
    ])
    expect(dremio.issuedSecrets).toEqual([jwt, body.access_token])
    expect(dremio.requests[0]?.body).toEqual({ ...exchange, subject_token: true, subject_token_type: `${TYPE}jwt` })
    expect(await listAs(dremio, body.access_token)).toBe(200)
    clock.at += 300_000
    expect(await listAs(dremio, body.access_token)).toBe(401)
  })

  it('gives an hour at most, and finds the keys where it is told', async () => {
    const dremio = await start()
    const jwt = await signed({ exp: Math.floor(clock.at / 1000) + 86_400 })
    expect((await forJwt(dremio, jwt)).status).toBe(400)
    dremio.addTokenProvider({ ...provider(), jwksUrl: `${url}/keys` })
    expect((await forJwt(dremio, jwt)).body.expires_in).toBe(3599)
  })

  it.each<[string, Record<string, unknown>, number]>([
    ['another issuer', { iss: 'http://127.0.0.1:9' }, 400],
    ['another audience', { aud: ['somebody'] }, 400],
    ['an end in the past', { exp: 1_000_000_000 }, 400],
    ['no end', { exp: undefined }, 400],
    ['no user claim', { email: undefined }, 400],
    ['a user who does not exist', { email: 'nobody@example.com' }, 401],
    ['a service user', { email: 'robot' }, 401],
  ])('refuses a JWT with %s', async (_, claims, status) => {
    const dremio = await start({ tokenProviders: [provider()] })
    expect(await forJwt(dremio, await signed(claims))).toMatchObject({ status, body: { error: 'invalid_grant' } })
  })

  it('refuses a JWT of another key, of an inactive user, or of two providers that are alike', async () => {
    const dremio = await start({ tokenProviders: [provider()] })
    const { privateKey } = await generateKeyPair('RS256')
    expect((await forJwt(dremio, await signed({}, privateKey))).status).toBe(400)
    expect((await forJwt(dremio, 'no JWT at all')).status).toBe(400)
    dremio.user(ada.id).active = false
    expect((await forJwt(dremio, await signed())).status).toBe(401)
    dremio.user(ada.id).active = true
    expect((await forJwt(dremio, await signed())).status).toBe(200)
    dremio.addTokenProvider(provider())
    expect((await forJwt(dremio, await signed())).status).toBe(400)
  })

  it('takes a living personal access token, for as long as that lives', async () => {
    const dremio = await start()
    const { secret } = dremio.mint(ada.id, { lifetime: 600_000 })
    expect((await forToken(dremio, secret)).body.expires_in).toBe(599)
    const { access_token = '' } = (await forToken(dremio, dremio.credential(ada.id))).body
    expect(decodeJwt(access_token).sub).toBe(ada.id)
    expect((await forToken(dremio, access_token)).status).toBe(401)
    clock.at += 600_000
    expect((await forToken(dremio, secret)).status).toBe(401)
  })

  it('lets a proxy user act for those whom the policy names, on Software 26', async () => {
    const impersonation = [{ proxy: 'robot', targets: ['ada'] }]
    const dremio = await start({ edition: 'software', impersonation })
    const { secret } = dremio.mint(robot.id, { lifetime: 600_000 })
    const { status, body } = await forSubject(dremio, 'Ada', secret)
    expect([status, body.expires_in, decodeJwt(body.access_token ?? '').sub]).toEqual([200, 599, ada.id])
    expect(dremio.requests[0]?.body).toMatchObject({ subject_token: 'Ada', actor_token: true })
    expect(dremio.issuedSecrets).toEqual([secret, body.access_token])

    expect(await forSubject(dremio, 'bob', secret)).toEqual({
      status: 403,
      body: {
        error: 'unauthorized_client',
        error_description: "Proxy user 'robot' is not authorized to impersonate target user 'bob'.",
      },
    })
    expect((await forSubject(dremio, 'ada', dremio.credential(bob.id))).status).toBe(403)
    expect((await forSubject(dremio, 'ada', randomBytes(46).toString('base64'))).status).toBe(401)
    dremio.user(ada.id).active = false
    expect((await forSubject(dremio, 'ada', secret)).status).toBe(400)
    clock.at += 600_000
    expect((await forSubject(dremio, 'ada', secret)).status).toBe(401)
  })

  it('knows nothing of proxy users on Cloud', async () => {
    const dremio = await start({ impersonation: [{ proxy: 'robot', targets: [ada.email] }] })
    expect(await forSubject(dremio, ada.email, dremio.credential(robot.id))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })

  it('does not exist on Software 25, as nothing under /oauth does', async () => {
    const dremio = await start({ edition: 'software', version: '25', tokenProviders: [provider()] })
    expect((await forJwt(dremio, await signed())).status).toBe(404)
    expect((await openBrowser().open(authorizeUrl(dremio))).status).toBe(404)
  })
})
