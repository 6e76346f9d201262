// The bot signs for people itself: for ordinary people only, and for nobody of whom that is not known.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { stillClock } from '../world/clock.ts'
import type { DremioOptions } from '../world/dremio/dremio.ts'
import { keysInMemory } from './keeping.ts'
import { ada, bob, closing, DAY, editions, failureOf, harmlessFailureOf, openRoom, type Room, root } from './room.ts'

const issuing = editions.filter(({ edition, version }) => edition === 'cloud' || version === '26')

// Made by whichever test is first: it takes a while.
const signingKeys = keysInMemory()

interface Setting {
  deny?: string[]
  withAdmin?: boolean
  /** Whether Dremio is told of the bot. */
  trusted?: boolean
}

async function openIssuer(world: DremioOptions, { deny = [], withAdmin = false, trusted = true }: Setting = {}) {
  const asked: { jwks?: () => Promise<object> } = {}
  const server = createServer(async (_, response) => response.end(JSON.stringify(await asked.jwks?.())))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing({ close: async () => void server.close() })
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = { issuer: publicUrl, audience: ['dremio-pat'], userClaim: 'sub', jwksUrl: publicUrl }
  const bare = await openRoom({ tokenProviders: trusted ? [provider] : [], ...world })
  const room = await openRoom(
    {},
    {
      beside: bare,
      publicUrl,
      signingKeys,
      auth: { method: 'issuer', deny },
      clock: { now: world.now ?? Date.now },
      ...(withAdmin && { adminToken: new Secret(bare.simulated.credential(root.id)) }),
    },
  )
  if (room.jwks) asked.jwks = room.jwks
  return { ...room, secrets: () => room.simulated.issuedSecrets, publicUrl }
}

/** As the operations act for somebody whom they have looked up before, perhaps in another process. */
async function actAs(room: Room, { id, email }: { id: string; email: string }) {
  const [user] = await room.users.withEmail(email)
  return room.sessions.actAs({ person: 'U1', uid: id, dremioName: user?.name }, 'create')
}

describe.each(issuing)('at Dremio $edition $version', (dremio) => {
  it('makes tokens for people without a sign-in', async () => {
    const users = [{ ...ada, name: ada.email }, bob, root]
    const room = await openIssuer({ ...dremio, users })
    expect([room.sessions.signIn, room.sessions.capabilities.unattended]).toEqual([undefined, true])
    await room.tokens.create(await actAs(room, ada), { label: 'tableau', lifetime: DAY })
    expect(room.simulated.tokensOf(ada.id)).toHaveLength(1)
    expect(room.kept.at('U1')).toBeUndefined()
  })

  it('says who is meant, for two minutes, each time anew', async () => {
    const clock = stillClock()
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }], now: clock.now })
    await room.users.withEmail(ada.email)
    await room.users.withEmail(ada.email)
    const assertions = room.secrets().filter((secret) => secret.split('.').length === 3)
    const ours = assertions.map((jwt) => decodeJwt(jwt)).filter(({ iss }) => iss === room.publicUrl)
    const issuedAt = Math.floor(clock.now() / 1000)
    expect(ours).toHaveLength(2)
    for (const claims of ours) {
      expect(claims).toEqual({
        iss: room.publicUrl,
        aud: 'dremio-pat',
        sub: ada.email,
        iat: issuedAt,
        exp: issuedAt + 120,
        jti: expect.stringMatching(/^[\w-]{43}$/),
      })
    }
    expect(ours[0]?.jti).not.toBe(ours[1]?.jti)
    const { kid } = decodeProtectedHeader(assertions[0] ?? '')
    expect(JSON.stringify(await room.jwks?.())).toContain(`"kid":"${kid}"`)
  })

  it('looks people up as themselves, and finds nobody else', async () => {
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }, bob] })
    const found = await room.users.withEmail(ada.email)
    expect(found).toEqual([{ uid: ada.id, name: ada.email }])
  })

  it('never acts for administrators', async () => {
    const room = await openIssuer({ ...dremio, users: [ada, { ...root, name: root.email }] })
    const failure = await harmlessFailureOf(actAs(room, root), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['issuer_refused', { because: 'administrator' }])
    expect(room.simulated.tokensOf(root.id)).toEqual([])
  })

  it('stops for somebody who became an administrator since', async () => {
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }] })
    await actAs(room, ada)
    room.simulated.user(ada.id).admin = true
    const who = { person: 'U1', uid: ada.id, dremioName: ada.email }
    const failure = await failureOf(room.sessions.actAs(who, 'list'))
    expect(failure.facts).toEqual({ because: 'administrator' })
  })

  it.each(['ADA@example.com', ada.id.toUpperCase()])('never signs for %s on the deny list', async (denied) => {
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }] }, { deny: [denied] })
    const named = await failureOf(room.users.withEmail(ada.email))
    const who = { person: 'U1', uid: ada.id, dremioName: ada.email }
    const acting = await failureOf(room.sessions.actAs(who, 'create'))
    for (const { code, facts } of [named, acting]) {
      expect([code, facts]).toEqual(['issuer_refused', { because: 'deny list' }])
    }
  })

  it.each([
    ['may not look', { status: 403 }],
    ['is told so by a 401', { status: 401 }],
    ['is told so by a 400', { status: 400 }],
    ['hears nothing of roles', { status: 200, body: { id: ada.id, name: ada.email, active: true } }],
    ['hears of no role', { status: 200, body: { id: ada.id, name: ada.email, active: true, roles: [] } }],
  ] as const)('never acts for somebody who %s', async (_, fault) => {
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }] })
    room.simulated.fail('getUser', fault)
    const failure = await failureOf(actAs(room, ada))
    expect([failure.code, failure.facts]).toEqual(['issuer_refused', { because: 'roles unknown' }])
  })

  it('does not take somebody else’s roles for theirs', async () => {
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }] })
    const body = { id: bob.id, name: ada.email, active: true, roles: [{ name: 'PUBLIC' }] }
    room.simulated.fail('getUser', { status: 200, body })
    expect((await failureOf(actAs(room, ada))).code).toBe('dremio_answer_absurd')
  })

  it('does not guess the name of somebody of whom the caller knows none, whomever it has looked up before', async () => {
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }] })
    const who = { person: 'U1', uid: ada.id }
    for (const lookFirst of [false, true]) {
      if (lookFirst) await room.users.withEmail(ada.email)
      for (const nameless of [who, { ...who, dremioName: '' }]) {
        const failure = await failureOf(room.sessions.actAs(nameless, 'create'))
        expect([failure.code, failure.facts]).toEqual(['issuer_refused', { because: 'name unknown' }])
      }
    }
    const named = { ...who, dremioName: ada.email }
    const session = await room.sessions.actAs(named, 'create')
    expect(await room.tokens.list(session)).toEqual([])
  })

  it('does not act as whoever has the name now', async () => {
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }, bob] })
    const who = { person: 'U1', uid: bob.id, dremioName: ada.email }
    const failure = await harmlessFailureOf(room.sessions.actAs(who, 'create'), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['exchange_refused', {}])
  })

  it('is refused where Dremio does not know the bot', async () => {
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }] }, { trusted: false })
    const failure = await harmlessFailureOf(room.users.withEmail(ada.email), room.secrets)
    expect([failure.code, failure.facts]).toEqual(['exchange_refused', {}])
  })

  it('finds people by their name alone, where nobody may look through all users', async () => {
    const room = await openIssuer({ ...dremio, users: [{ ...ada, name: ada.email }] })
    room.simulated.fail('findUser', { status: 403 })
    expect(await room.users.withEmail(ada.email)).toEqual([{ uid: ada.id, name: ada.email }])
  })

  it('publishes no more than public keys', async () => {
    const room = await openIssuer(dremio)
    const text = JSON.stringify(await room.jwks?.())
    expect(Object.keys(JSON.parse(text).keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  })
})

describe('with an administrator’s token', () => {
  const software = { edition: 'software', version: '26' } as const

  it('people are found whatever their name is', async () => {
    const room = await openIssuer(software, { withAdmin: true })
    expect(await room.users.withEmail(ada.email)).toEqual([{ uid: ada.id, name: 'ada' }])
    const session = await room.sessions.actAs({ person: 'U1', uid: ada.id }, 'create')
    await room.tokens.create(session, { label: 'tableau', lifetime: DAY })
    expect(room.simulated.tokensOf(ada.id)).toHaveLength(1)
  })

  it.each([
    ['administrators', root, [], 'administrator'],
    ['whoever is on the deny list', bob, ['BOB'], 'deny list'],
  ] as const)('nothing is signed for %s', async (_, { id }, deny, because) => {
    const room = await openIssuer(software, { withAdmin: true, deny: [...deny] })
    const failure = await failureOf(room.sessions.actAs({ person: 'U1', uid: id }, 'create'))
    expect([failure.code, failure.facts]).toEqual(['issuer_refused', { because }])
    expect(room.secrets()).toEqual([])
  })
})
