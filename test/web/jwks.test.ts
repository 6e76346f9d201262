// What Dremio reads of a bot that signs for people itself.
import { describe, expect, test } from 'vitest'
import { BotError } from '../../src/core/errors.ts'
import { jwksRoutes } from '../../src/web/jwks.ts'
import { ask, serve } from './serve.ts'

const keys = { keys: [{ kty: 'RSA', kid: 'one', use: 'sig', alg: 'RS256', n: 'AQAB', e: 'AQAB' }] }
const ISSUER = 'https://bot.acme.test'
const standingStill = { issuer: ISSUER, elapsed: () => 0 }

describe('the keys', () => {
  test('are JSON that may be kept for five minutes', async () => {
    const { url } = await serve(() => jwksRoutes(async () => keys, standingStill))
    const { status, headers, body } = await ask(`${url}/.well-known/jwks.json`)
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual(keys)
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('cache-control')).toBe('public, max-age=300')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(await ask(`${url}/.well-known/jwks.json`, 'HEAD')).toMatchObject({ status: 200, body: '' })
  })

  test('are read once in five seconds, however many want them, and a new one is there after that', async () => {
    let asked = 0
    let now = 0
    const jwks = async () => ({ keys: [], asked: ++asked })
    const { url } = await serve(() => jwksRoutes(jwks, { issuer: ISSUER, elapsed: () => now }))
    const wanted = Array.from({ length: 50 }, () => ask(`${url}/.well-known/jwks.json`))
    expect(new Set((await Promise.all(wanted)).map(({ body }) => body))).toEqual(new Set(['{"keys":[],"asked":1}']))
    now = 4_999
    expect((await ask(`${url}/.well-known/jwks.json`)).body).toContain('"asked":1')
    now = 5_000
    expect((await ask(`${url}/.well-known/jwks.json`)).body).toContain('"asked":2')
  })

  test('that cannot be read are a 503 that nobody keeps, and that whoever runs the bot hears of', async () => {
    const away = new BotError('redis_unavailable', {})
    const { url, troubles } = await serve(() => jwksRoutes(() => Promise.reject(away), standingStill))
    const { status, headers, body } = await ask(`${url}/.well-known/jwks.json`)
    expect({ status, body: JSON.parse(body) }).toEqual({ status: 503, body: { error: 'unavailable' } })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('retry-after')).toBe('60')
    expect(troubles).toEqual([away])
    // Whoever asks again meanwhile costs neither Redis nor the log anything.
    expect((await ask(`${url}/.well-known/jwks.json`)).status).toBe(503)
    expect(troubles).toEqual([away])
  })
})

describe('the description of the issuer', () => {
  test.each([ISSUER, `${ISSUER}/`, `${ISSUER}/bot`])('%s names the keys, and no place to sign in', async (issuer) => {
    const fails = () => Promise.reject(new BotError('redis_unavailable', {}))
    const { url } = await serve(() => jwksRoutes(fails, { issuer, elapsed: () => 0 }))
    const { status, headers, body } = await ask(`${url}/.well-known/openid-configuration`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('cache-control')).toBe('public, max-age=300')
    expect(JSON.parse(body)).toEqual({
      issuer,
      jwks_uri: `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
    })
  })
})
