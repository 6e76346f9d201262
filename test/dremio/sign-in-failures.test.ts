// How every way in which Dremio's token endpoint can fail is told, whatever was asked of it, without a trace of secrets.
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { Fault } from '../world/dremio/dremio.ts'
import { keysInMemory } from './keeping.ts'
import { ada, CALLBACK, harmlessFailureOf, openRoom, type Room, root } from './room.ts'
import { away } from './signing-in.ts'

const APP = 'app-of-the-bot'

interface Asking {
  room: Room
  /** Asks the token endpoint. */
  ask(): Promise<unknown>
}

const signingKeys = keysInMemory()

const steps = {
  'a code': async (timeout = 5_000): Promise<Asking> => {
    const room = await openRoom(
      { oauthApps: [{ clientId: APP, redirectUris: [CALLBACK] }] },
      { auth: { method: 'oauth', clientId: APP, offline: true }, timeout },
    )
    const { finish } = await away(room, ada.email)
    return { room, ask: () => finish() }
  },
  'an exchange': async (timeout = 5_000): Promise<Asking> => {
    const room = await openRoom({}, { auth: { method: 'issuer', deny: [] }, signingKeys, timeout })
    return { room, ask: () => room.users.withEmail(ada.email) }
  },
  'an impersonation': async (timeout = 5_000): Promise<Asking> => {
    const bare = await openRoom({ edition: 'software', impersonation: [{ proxy: 'root', targets: ['ada'] }] })
    const token = new Secret(bare.simulated.credential(root.id))
    const room = await openRoom({}, { beside: bare, auth: { method: 'impersonation', token }, timeout })
    return { room, ask: () => room.sessions.actAs({ person: 'U1', uid: ada.id }, 'create') }
  },
} as const

const no = {
  'a code': ['sign_in_failed', { because: 'refused' }],
  'an exchange': ['exchange_refused', {}],
  'an impersonation': ['impersonation_refused', {}],
} as const

const signingIn = { operation: 'sign in', mayHaveHappened: false }
const unavailable = (because: string, status?: number) =>
  ['dremio_unavailable', { ...signingIn, because, ...(status !== undefined && { status }) }] as const

const canary = `canary-${'x'.repeat(40)}`
const faults: [string, Fault, readonly [string, object]][] = [
  ['a 302', { status: 302 }, unavailable('not json', 302)],
  ['a 404', { status: 404 }, ['dremio_missing', { ...signingIn, status: 404 }]],
  ['a 405', { status: 405 }, ['dremio_missing', { ...signingIn, status: 405 }]],
  ['a page of HTML with a 404', { status: 404, html: true }, ['dremio_missing', { ...signingIn, status: 404 }]],
  ['a 422', { status: 422 }, ['dremio_rejected', { ...signingIn, status: 422 }]],
  ['a 429', { status: 429, retryAfter: 7 }, ['dremio_busy', { ...signingIn, status: 429, retryAfter: 7 }]],
  ['a 500', { status: 500, body: canary }, unavailable('server error', 500)],
  ['a 503', { status: 503 }, unavailable('server error', 503)],
  ['a page of HTML', { status: 200, html: true }, unavailable('not json', 200)],
  ['a page of HTML with a 403', { status: 403, html: true }, unavailable('not json', 403)],
  ['words', { status: 200, body: canary }, unavailable('not json')],
  ['an object without a token', { status: 200, body: { [canary]: canary } }, ['dremio_answer_absurd', signingIn]],
  ['a list', { status: 200, body: [canary] }, ['dremio_answer_absurd', signingIn]],
  ['a closed connection', { drop: true }, unavailable('cut off')],
  ['a closed connection after the deed', { afterwards: 'drop' }, unavailable('cut off')],
  ['nothing in time', { hang: true }, unavailable('timeout')],
]

describe.each(Object.keys(steps) as (keyof typeof steps)[])('when Dremio answers %s with', (step) => {
  it.each(faults)('%s', async (_, fault, expected) => {
    const { room, ask } = await steps[step]('hang' in fault ? 100 : undefined)
    room.simulated.fail('token', fault, { times: 9 })
    const failure = await harmlessFailureOf(ask(), () => [...room.simulated.issuedSecrets, canary, room.simulated.url])
    expect([failure.code, failure.facts]).toEqual(expected)
    // Nothing is asked twice: a code works once, and a refresh token may.
    expect(room.simulated.requests.filter(({ operation }) => operation === 'token')).toHaveLength(1)
  })

  it.each([
    [400, { errorMessage: canary }],
    [401, canary],
    [403, { error: canary, error_description: canary }],
    [400, ''],
  ])('a %i with %j: that is a no', async (status, body) => {
    const { room, ask } = await steps[step]()
    room.simulated.fail('token', { status, body })
    const failure = await harmlessFailureOf(ask(), () => [...room.simulated.issuedSecrets, canary])
    expect([failure.code, failure.facts]).toEqual(no[step])
  })

  it('nothing, because nobody is there', async () => {
    const { room, ask } = await steps[step]()
    await room.simulated.close()
    const failure = await harmlessFailureOf(ask(), () => room.simulated.issuedSecrets)
    expect([failure.code, failure.facts]).toMatchObject(['dremio_unavailable', { mayHaveHappened: false }])
  })
})

it('an access token that is no bearer is not used', async () => {
  const { room, ask } = await steps['a code']()
  room.simulated.fail('token', { text: (answer) => answer.replace('"Bearer"', '"mac"') })
  const failure = await harmlessFailureOf(ask(), () => room.simulated.issuedSecrets)
  expect([failure.code, failure.facts]).toEqual(['dremio_answer_absurd', signingIn])
})

it('plain http to another machine is not spoken', async () => {
  const auth = { method: 'oauth', clientId: APP, offline: false } as const
  const room = await openRoom({}, { auth, loginUrl: 'http://login.example.com' })
  const failure = await harmlessFailureOf(room.sessions.signIn?.begin('state') ?? Promise.resolve(), () => [])
  expect(failure.code).toBe('broken')
})
