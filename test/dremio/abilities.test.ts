// What the bot finds out about a Dremio by looking, without doing anything there, and how it says so.
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { capabilityTable } from '../../src/dremio/capability-table.ts'
import type { AuthMethodSettings } from '../../src/dremio/dremio.ts'
import { startIdentityProvider } from '../world/identity-provider.ts'
import { ada, closing, editions, failureOf, openRoom, type Room, root } from './room.ts'

const none = { create: false, list: false, revoke: false, 'look up': false }
const all = { create: true, list: true, revoke: true, 'look up': true }
const noLookUp = { ...all, 'look up': false }

const oauth: AuthMethodSettings = { method: 'oauth', clientId: 'x', offline: false }
const idp: AuthMethodSettings = {
  method: 'idp',
  issuer: 'http://127.0.0.1:9',
  clientId: 'x',
  scopes: [],
  token: 'id_token',
  offline: false,
}
const impersonation: AuthMethodSettings = { method: 'impersonation', token: new Secret('x') }
const issuer: AuthMethodSettings = { method: 'issuer', deny: [] }

/** What is left of each way after a look, by kind of Dremio: Cloud, Software 25, Software 26. */
const abilities: [AuthMethodSettings | undefined, object[]][] = [
  [undefined, [all, all, all]],
  [oauth, [noLookUp, none, none]],
  [idp, [noLookUp, none, noLookUp]],
  [impersonation, [none, none, all]],
  [issuer, [all, none, all]],
]

describe.each(editions)('at Dremio $edition $version', (dremio) => {
  const kind = editions.indexOf(dremio)

  it.each(abilities)('%j can do what is written down, and looking changes nothing', async (auth, expected) => {
    const room = await openRoom(dremio, auth ? { auth } : {})
    await room.probe()
    expect(room.sessions.capabilities.can).toEqual(expected[kind])
    const touched = room.simulated.requests.filter(({ method, operation }) => method !== 'GET' && operation !== 'token')
    expect(touched).toEqual([])
    const forms = room.simulated.requests.filter(({ operation }) => operation === 'token').map(({ body }) => body ?? '')
    expect(forms).toEqual(dremio.edition === 'software' ? [''] : [])
    expect(room.simulated.issuedSecrets).toEqual([])
  })
})

describe('what is not known', () => {
  it('is taken for possible until Dremio answers', async () => {
    const room = await openRoom({ edition: 'software', version: '25' }, { auth: idp })
    room.simulated.fail('*', { status: 503 }, { times: 99 })
    await room.probe()
    expect(room.sessions.capabilities.can.create).toBe(true)
    room.simulated.clearFaults()
    await room.probe()
    expect(room.sessions.capabilities.can).toEqual(none)
    // What was learnt stays when Dremio is away later.
    room.simulated.fail('*', { drop: true }, { times: 99 })
    await room.probe()
    expect(room.sessions.capabilities.can).toEqual(none)
  })

  it.each([404, 405])('a %i, or a page with it, is a Dremio without a token endpoint', async (status) => {
    for (const html of [false, true]) {
      const room = await openRoom({ edition: 'software' }, { auth: issuer })
      room.simulated.fail('token', { status, html })
      await room.probe()
      expect(room.sessions.capabilities.can.create).toBe(false)
    }
  })

  it('a sign-in at a Dremio that turns out to have no token endpoint is told as such', async () => {
    const room = await openRoom({ edition: 'software' }, { auth: impersonation, adminToken: admin(await openRoom()) })
    room.simulated.fail('getUser', { status: 200, body: { id: ada.id, name: 'ada', active: true } })
    room.simulated.fail('token', { status: 404, html: true })
    const failure = await failureOf(room.sessions.actAs({ person: 'U1', uid: ada.id }, 'create'))
    expect([failure.code, failure.facts]).toEqual([
      'dremio_missing',
      { operation: 'sign in', status: 404, mayHaveHappened: false },
    ])
  })
})

function admin(room: Room): Secret {
  return new Secret(room.simulated.credential(root.id))
}

describe('the check-up', () => {
  /** `state subject: says` of each finding. */
  const told = async (room: Room) =>
    (await room.runHealthChecks()).map(
      ({ state, subject, message }) => `${state} ${subject}: ${message.replace(/\d+ ms/, '0 ms')}`,
    )

  it('of the static token says what it is good for', async () => {
    const room = await openRoom()
    expect(await told(room)).toEqual([
      `ok Dremio API: answers at ${room.simulated.url} within 0 ms`,
      'ok DREMIO_TOKEN: Dremio accepts it',
      'ok What people can do: token at Cloud: make, list, revoke; nobody signs in; for the owner of DREMIO_TOKEN only',
      'warning DREMIO_AUTH: token: it works for the owner of DREMIO_TOKEN only',
    ])
  })

  it('of oauth says how people sign in', async () => {
    const room = await openRoom({}, { auth: oauth })
    expect(await told(room)).toEqual([
      `ok Dremio API: answers at ${room.simulated.url} within 0 ms`,
      `ok Dremio sign-in: answers at ${room.simulated.url} within 0 ms`,
      'ok What people can do: oauth at Cloud: make, list, revoke; people sign in each time',
    ])
    const offline = await openRoom({}, { auth: { ...oauth, offline: true } })
    expect((await told(offline)).at(-1)).toContain('people sign in once, then it works without them')
  })

  it('of idp looks at the provider as well', async () => {
    const provider = closing(await startIdentityProvider({ people: [] }))
    const room = await openRoom({ edition: 'software' }, { auth: { ...idp, issuer: provider.issuer } })
    expect(await told(room)).toContain('ok Identity provider: answers within 0 ms')
    const slash = await openRoom(
      {},
      { auth: { ...idp, issuer: `${provider.issuer.replace('127.0.0.1', 'localhost')}` } },
    )
    expect(await told(slash)).toContain(
      'failure Identity provider: it calls itself by another name than IDP_ISSUER_URL',
    )
    const away = await openRoom({}, { auth: idp })
    expect(await told(away)).toContainEqual(
      expect.stringMatching(/^failure Identity provider: its metadata cannot be read \(.+\)$/),
    )
  })

  it('of impersonation warns that it is not proved yet', async () => {
    const bare = await openRoom({ edition: 'software' })
    const room = await openRoom({}, { beside: bare, auth: { method: 'impersonation', token: admin(bare) } })
    expect(await told(room)).toContain(
      'warning DREMIO_AUTH: impersonation is experimental: not yet proved on a live server',
    )
  })

  it('of issuer warns of the key', async () => {
    const room = await openRoom({}, { auth: issuer })
    expect(await told(room)).toContain(
      'warning DREMIO_AUTH: issuer: the key of this bot can become anybody at Dremio, and Dremio cannot limit whom',
    )
  })

  it('of a Software 25 says that it is too old', async () => {
    const room = await openRoom({ edition: 'software', version: '25' }, { auth: issuer })
    expect(await told(room)).toEqual(
      expect.arrayContaining([
        `failure Dremio sign-in: there is no token endpoint at ${room.simulated.url}: this is Software 25 or older`,
        'failure What people can do: issuer at Software 25: nothing',
      ]),
    )
  })

  it.each([
    ['25', root.id, 'ok What administrators can do: DREMIO_ADMIN_TOKEN adds: revoke for everybody, look users up'],
    [
      '26',
      root.id,
      'ok What administrators can do: DREMIO_ADMIN_TOKEN adds: list and revoke for everybody, look users up',
    ],
    ['26', ada.id, 'warning What administrators can do: DREMIO_ADMIN_TOKEN adds nothing'],
  ] as const)('on Software %s says what the administrator’s token adds', async (version, owner, finding) => {
    const bare = await openRoom({ edition: 'software', version })
    const adminToken = new Secret(bare.simulated.credential(owner))
    expect(await told(await openRoom({}, { beside: bare, adminToken }))).toContain(finding)
  })

  it('names credentials that Dremio refuses, and those that it could not try', async () => {
    const bad = { auth: { method: 'token', token: new Secret('x') }, adminToken: new Secret('y') } as const
    const room = await openRoom({ edition: 'software' }, bad)
    const refused = 'Dremio refuses it: wrong, expired or revoked'
    expect(await told(room)).toEqual(
      expect.arrayContaining([`failure DREMIO_TOKEN: ${refused}`, `failure DREMIO_ADMIN_TOKEN: ${refused}`]),
    )
    await room.simulated.close()
    const away = (await told(room)).map((finding) => finding.replace(/\([A-Z_]+\)/, '(why)'))
    expect(away).toEqual(
      expect.arrayContaining([
        `failure Dremio API: ${room.simulated.url} cannot be reached (why)`,
        'warning DREMIO_TOKEN: could not be tried (why)',
      ]),
    )
    expect(room.sessions.capabilities.forOthers).toEqual({ list: false, revoke: false })
  })

  it('takes a credential that may not look for one that is known', async () => {
    const room = await openRoom({ usersMayLookUp: false })
    expect(await told(room)).toContain('ok DREMIO_TOKEN: Dremio accepts it')
  })
})

it('the table has a row for each way and a cell for each kind of Dremio', () => {
  const rows = capabilityTable()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  expect(rows[0]).toEqual(['`DREMIO_AUTH`', 'Cloud', 'Software 25', 'Software 26'])
  expect(rows.slice(2).map(([method]) => method)).toEqual([
    '`oauth`',
    '`oauth` with `DREMIO_OFFLINE`',
    '`idp`',
    '`idp` with `DREMIO_OFFLINE`',
    '`impersonation` (experimental)',
    '`issuer`',
    '`token`',
    'any, with `DREMIO_ADMIN_TOKEN`',
  ])
  expect(rows.every(({ length }) => length === 4)).toBe(true)
  expect(rows[2]).toEqual(['`oauth`', 'make, list, revoke; people sign in each time', 'nothing', 'nothing'])
})
