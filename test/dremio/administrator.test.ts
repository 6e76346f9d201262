// An administrator's token of Software steps in for people who are not signed in, as far as the version lets it.
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { type AuthMethodSettings, connectDremio } from '../../src/dremio/dremio.ts'
import type { DremioOptions } from '../world/dremio/dremio.ts'
import { ada, bob, failureOf, openRoom, type Room, root } from './room.ts'

const idp: AuthMethodSettings = {
  method: 'idp',
  issuer: 'http://127.0.0.1:9',
  clientId: 'the-bot',
  scopes: ['openid'],
  token: 'id_token',
  offline: false,
}
const me = { person: 'U1', uid: ada.id }

/** The administrator's token stands in their list. */
async function openAdministered(world: DremioOptions, auth?: AuthMethodSettings): Promise<Room & { tid: string }> {
  const bare = await openRoom({ edition: 'software', ...world })
  const { secret, tid } = bare.simulated.mint(root.id)
  const room = await openRoom({}, { beside: bare, adminToken: new Secret(secret), ...(auth && { auth }) })
  await room.probe()
  return { ...room, tid }
}

describe('on Software 26', () => {
  it('lists and revokes for those who are not signed in, and makes nothing', async () => {
    const room = await openAdministered({}, idp)
    expect(room.sessions.capabilities).toEqual({
      can: { create: true, list: true, revoke: true, 'look up': true },
      unattended: false,
      forOthers: { list: true, revoke: true },
    })
    const { tid } = room.simulated.mint(ada.id)
    const session = await room.sessions.actAs(me, 'list')
    expect([session.uid, session.onBehalf, session.working]).toEqual([ada.id, true, [room.tid]])
    expect(await room.tokens.list(session)).toMatchObject([{ tid }])
    await room.tokens.revoke(await room.sessions.actAs(me, 'revoke'), tid)
    expect(room.simulated.tokensOf(ada.id)).toEqual([])
    expect((await failureOf(room.sessions.actAs(me, 'create'))).code).toBe('not_signed_in')
    expect(room.sessions.onBehalf(bob.id, 'list')).toMatchObject({ uid: bob.id, onBehalf: true })
  })

  it('leaves those alone who are signed in', async () => {
    const room = await openAdministered({}, idp)
    const own = { accessToken: new Secret(room.simulated.credential(ada.id)), expiresAt: Date.now() + 3_600_000 }
    await room.sessions.signIn?.store('U1', ada.id, own)
    expect(await room.sessions.actAs(me, 'list')).not.toHaveProperty('onBehalf')
    expect(await room.sessions.forget('U1')).toBe(true)
  })

  it('takes over from the static token, which acts for its owner only', async () => {
    const room = await openAdministered({})
    expect(await room.sessions.actAs({ person: 'U2', uid: bob.id }, 'revoke')).toHaveProperty('onBehalf', true)
    expect(await room.sessions.actAs({ person: 'U2', uid: bob.id }, 'create')).not.toHaveProperty('onBehalf')
  })

  it('looks people up where they may not', async () => {
    const room = await openAdministered({ usersMayLookUp: false }, idp)
    expect(await room.users.withEmail(ada.email)).toEqual([{ uid: ada.id, name: 'ada' }])
    const accessToken = new Secret(room.simulated.credential(ada.id))
    expect((await room.users.signedIn(accessToken, ada.email)).matches).toEqual([{ uid: ada.id, name: 'ada' }])
  })

  it('can do nothing with a token of somebody who is no administrator', async () => {
    const room = await openAdministered({}, idp)
    room.simulated.user(root.id).admin = false
    await room.probe()
    expect(room.sessions.capabilities.forOthers).toEqual({ list: false, revoke: false })
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('not_signed_in')
    const failure = await failureOf(Promise.resolve().then(() => room.sessions.onBehalf(ada.id, 'revoke')))
    expect([failure.code, failure.facts]).toEqual(['auth_method_cannot', { method: 'idp', operation: 'revoke' }])
  })

  it('is forgotten once Dremio refuses the token, and back once it takes it', async () => {
    const room = await openAdministered({}, idp)
    room.simulated.user(root.id).active = false
    await room.probe()
    expect(room.sessions.capabilities).toMatchObject({
      can: { 'look up': false },
      forOthers: { list: false, revoke: false },
    })
    expect((await failureOf(room.users.withEmail(ada.email))).code).toBe('auth_method_cannot')
    room.simulated.user(root.id).active = true
    await room.probe()
    expect(room.sessions.capabilities.forOthers).toEqual({ list: true, revoke: true })
  })
})

describe('an administrator’s token that Dremio refuses in the middle of a deed', () => {
  const refused = { status: 401 }

  it.each(['list', 'revoke'] as const)('lets whoever it stood in for sign in instead, to %s', async (deed) => {
    const room = await openAdministered({}, idp)
    const { tid } = room.simulated.mint(ada.id)
    const session = await room.sessions.actAs(me, deed)
    room.simulated.fail('*', refused)
    const operation = deed === 'list' ? room.tokens.list(session) : room.tokens.revoke(session, tid)
    expect((await failureOf(operation)).code).toBe('not_signed_in')
    expect(room.sessions.capabilities.forOthers).toEqual({ list: false, revoke: false })
    expect((await failureOf(room.sessions.actAs(me, deed))).code).toBe('not_signed_in')
    await room.probe()
    expect(await room.sessions.actAs(me, deed)).toHaveProperty('onBehalf', true)
  })

  it('is told as it is to administrators, who do not sign in for somebody else', async () => {
    const room = await openAdministered({}, idp)
    const session = room.sessions.onBehalf(ada.id, 'list')
    room.simulated.fail('list', refused)
    const failure = await failureOf(room.tokens.list(session))
    expect([failure.code, failure.facts]).toMatchObject([
      'dremio_credential_refused',
      { operation: 'list', status: 401 },
    ])
    const failed = await failureOf(Promise.resolve().then(() => room.sessions.onBehalf(ada.id, 'list')))
    expect(failed.code).toBe('auth_method_cannot')
  })

  it.each([
    ['nobody can sign in', {}, undefined],
    ['signing in would not help', { version: '25' }, idp],
  ] as const)('is told as it is where %s', async (_, world, auth) => {
    const room = await openAdministered(world, auth)
    const { tid } = room.simulated.mint(ada.id)
    const session = await room.sessions.actAs(me, 'revoke')
    room.simulated.fail('delete', refused)
    expect((await failureOf(room.tokens.revoke(session, tid))).code).toBe('dremio_credential_refused')
  })

  it('looks nobody up any more: the next one is asked to sign in', async () => {
    const room = await openAdministered({}, idp)
    room.simulated.fail('findUser', refused)
    expect((await failureOf(room.users.withEmail(ada.email))).code).toBe('dremio_credential_refused')
    expect(room.sessions.capabilities.can['look up']).toBe(false)
  })

  it('keeps nobody from signing in', async () => {
    const room = await openAdministered({ usersMayLookUp: false }, idp)
    room.simulated.user(root.id).active = false
    const accessToken = new Secret(room.simulated.credential(ada.id))
    expect((await room.users.signedIn(accessToken, ada.email)).matches).toBeUndefined()
    expect(room.sessions.capabilities.can['look up']).toBe(false)
  })
})

describe('on Software 25', () => {
  it('revokes only, also where the way in use cannot do anything', async () => {
    const room = await openAdministered({ version: '25' }, idp)
    expect(room.sessions.capabilities).toEqual({
      can: { create: false, list: false, revoke: true, 'look up': true },
      unattended: false,
      forOthers: { list: false, revoke: true },
    })
    const { tid } = room.simulated.mint(ada.id)
    await room.tokens.revoke(await room.sessions.actAs(me, 'revoke'), tid)
    expect(room.simulated.tokensOf(ada.id)).toEqual([])
    expect((await failureOf(room.sessions.actAs(me, 'list'))).code).toBe('auth_method_cannot')
  })
})

it('there is none on Cloud', async () => {
  const room = await openRoom({}, { adminToken: new Secret('x') })
  expect(room.sessions.capabilities.forOthers).toEqual({ list: false, revoke: false })
  const failure = await failureOf(Promise.resolve().then(() => room.sessions.onBehalf(ada.id, 'list')))
  expect(failure.code).toBe('auth_method_cannot')
})

describe('the static-token way', () => {
  it('acts for everybody with the one token', async () => {
    const room = await openRoom()
    expect([room.sessions.authMethod, room.sessions.signIn]).toEqual(['token', undefined])
    expect(room.sessions.capabilities).toEqual({
      can: { create: true, list: true, revoke: true, 'look up': true },
      unattended: true,
      forOthers: { list: false, revoke: false },
    })
    const session = await room.sessions.actAs({ person: 'U1', uid: root.id }, 'create')
    expect(session.uid).toBe(root.id)
    expect(session.accessToken.reveal()).toBe(room.simulated.credential(ada.id))
    await room.sessions.release('U1')
    expect(await room.sessions.forget('U1')).toBe(false)
  })

  it('knows the bot’s own tokens in every list, and works with what is none', async () => {
    const room = await openRoom({ edition: 'software' })
    const [own, administrator] = [room.simulated.mint(ada.id), room.simulated.mint(root.id)]
    const working = async (token: string, adminToken: string) => {
      const { signingKeys, clock } = { signingKeys: {} as never, clock: { now: Date.now } }
      const auth = { method: 'token', token: new Secret(token) } as const
      const settings = { edition: 'software', apiUrl: room.simulated.url, kept: room.kept, signingKeys, clock } as const
      const dremio = connectDremio({ ...settings, auth, adminToken: new Secret(adminToken) })
      return (await dremio.sessions.actAs(me, 'create')).working
    }
    expect(await working(own.secret, administrator.secret)).toEqual([own.tid, administrator.tid])
    expect(await working('a.b.c', administrator.secret)).toEqual([administrator.tid])
  })
})
