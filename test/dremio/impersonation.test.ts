// A proxy user acts for those whom a policy of Software 26 names, and for nobody else.
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { stillClock } from '../world/clock.ts'
import type { DremioOptions } from '../world/dremio/dremio.ts'
import { ada, bob, DAY, failureOf, harmlessFailureOf, openRoom, type Room, root } from './room.ts'
import { tokenCalls } from './signing-in.ts'

const MINUTE = 60_000
const me = { person: 'U1', uid: ada.id }
const proxy = { id: '66666666-6666-4666-8666-666666666666', email: 'proxy@example.com', name: 'proxy' }
const policy = [{ proxy: 'proxy', targets: ['ada'] }]

/** `DREMIO_TOKEN` is a token in the proxy user's list. */
async function openProxied(world: DremioOptions = {}): Promise<Room & { tid: string; secrets: () => string[] }> {
  const users = [ada, bob, root, proxy]
  const bare = await openRoom({ edition: 'software', impersonation: policy, users, ...world }, { actor: proxy.id })
  const { secret, tid } = bare.simulated.mint(proxy.id)
  const clock = { now: world.now ?? Date.now }
  const room = await openRoom({}, { beside: bare, clock, auth: { method: 'impersonation', token: new Secret(secret) } })
  return { ...room, tid, secrets: () => [...room.simulated.issuedSecrets, secret] }
}

describe('impersonation', () => {
  it('makes tokens for people without a sign-in, and knows its own', async () => {
    const room = await openProxied()
    expect([room.sessions.signIn, room.sessions.capabilities.unattended]).toEqual([undefined, true])
    const session = await room.sessions.actAs(me, 'create')
    expect([session.uid, session.working]).toEqual([ada.id, [room.tid]])
    await room.tokens.create(session, { label: 'tableau', lifetime: DAY })
    expect(room.simulated.tokensOf(ada.id)).toHaveLength(1)
    expect(tokenCalls(room)).toEqual([
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: 'ada',
        subject_token_type: 'urn:ietf:params:oauth:token-type:dremio:subject',
        actor_token: true,
        actor_token_type: 'urn:ietf:params:oauth:token-type:dremio:personal-access-token',
        scope: 'dremio.all',
      },
    ])
  })

  it('looks people up with the proxy user’s token', async () => {
    const room = await openProxied()
    expect(await room.users.withEmail(ada.email)).toEqual([{ uid: ada.id, name: 'ada' }])
  })

  it('saves exchanges for ten minutes, for the same person at Dremio only', async () => {
    const clock = stillClock()
    const room = await openProxied({ now: clock.now, impersonation: [{ proxy: 'proxy', targets: ['ada', 'bob'] }] })
    await room.sessions.actAs(me, 'create')
    await room.sessions.release('U1')
    clock.pass(9 * MINUTE)
    await room.sessions.actAs(me, 'list')
    expect(tokenCalls(room)).toHaveLength(1)
    clock.pass(MINUTE)
    await room.sessions.actAs(me, 'list')
    expect(tokenCalls(room)).toHaveLength(2)
    expect((await room.sessions.actAs({ ...me, uid: bob.id }, 'list')).uid).toBe(bob.id)
    expect(tokenCalls(room)).toHaveLength(3)
    expect(await room.sessions.forget('U1')).toBe(true)
    await room.sessions.actAs(me, 'list')
    expect(tokenCalls(room)).toHaveLength(4)
  })

  it('stores nothing of somebody who has left, and uses nothing that was stored', async () => {
    const room = await openProxied()
    const left = { ...me, left: true } as const
    await room.sessions.actAs(left, 'revoke')
    expect(await room.sessions.keeps('U1')).toBe(false)
    await room.sessions.actAs(me, 'list')
    await room.sessions.actAs(left, 'revoke')
    expect(tokenCalls(room)).toHaveLength(3)
  })

  it('an access token that Dremio refuses is dropped, and another one is got to try again', async () => {
    const room = await openProxied()
    await room.sessions.actAs(me, 'list')
    const session = await room.sessions.actAs(me, 'list')
    room.simulated.fail('list', { status: 401 })
    expect(await room.tokens.list(session)).toEqual([])
    expect(tokenCalls(room)).toHaveLength(2)
    expect((await room.sessions.actAs(me, 'list')).accessToken.reveal()).toBe(session.accessToken.reveal())
  })

  it('is given up where Dremio refuses that one too, and a token is never made twice', async () => {
    const room = await openProxied()
    const session = await room.sessions.actAs(me, 'create')
    room.simulated.fail('list', { status: 401 }, { times: 2 })
    expect((await failureOf(room.tokens.list(session))).code).toBe('dremio_credential_refused')
    expect([tokenCalls(room).length, room.kept.at('U1')]).toEqual([2, undefined])
    const next = await room.sessions.actAs(me, 'create')
    room.simulated.fail('create', { status: 401 })
    const failure = await failureOf(room.tokens.create(next, { label: 'tableau', lifetime: DAY }))
    expect([failure.code, room.kept.at('U1')]).toEqual(['dremio_credential_refused', undefined])
    expect(room.simulated.requests.filter(({ operation }) => operation === 'create')).toHaveLength(1)
  })

  it('is refused for whoever the policy does not name', async () => {
    const room = await openProxied()
    const failure = await harmlessFailureOf(room.sessions.actAs({ person: 'U2', uid: bob.id }, 'create'), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['impersonation_refused', {}])
  })

  it.each([400, 401, 403])('is refused by a %i in whatever words', async (status) => {
    const room = await openProxied()
    room.simulated.fail('token', { status })
    const failure = await harmlessFailureOf(room.sessions.actAs(me, 'create'), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['impersonation_refused', {}])
  })

  it.each([false, true])(
    'drops an access token of somebody else, or that does not say whose it is: %s',
    async (opaque) => {
      const room = await openProxied({ opaqueAccessTokens: opaque })
      const users = { ada: room.simulated.user(ada.id), bob: room.simulated.user(bob.id) }
      const gate = room.simulated.hold('token')
      const acting = harmlessFailureOf(room.sessions.actAs(me, 'create'), room.secrets)
      await gate.reached
      // The name passes to somebody else between the look-up and the exchange.
      if (!opaque) Object.assign(users.ada, { name: 'ada.old' })
      if (!opaque) Object.assign(users.bob, { name: 'ada' })
      gate.release()
      expect((await acting).code).toBe('impersonation_refused')
      expect(room.kept.at('U1')).toBeUndefined()
    },
  )

  it('does not act for whoever is not there any more', async () => {
    const room = await openProxied()
    room.simulated.removeUser(ada.id)
    const failure = await failureOf(room.sessions.actAs(me, 'create'))
    expect([failure.code, failure.facts]).toMatchObject(['dremio_missing', { operation: 'look up' }])
  })

  it('ends with the token of the proxy user', async () => {
    const clock = stillClock()
    const room = await openProxied({ now: clock.now })
    clock.pass(31 * DAY)
    expect((await failureOf(room.sessions.actAs(me, 'create'))).code).toBe('dremio_credential_refused')
  })
})
