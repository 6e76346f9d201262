// Tokens are listed, made and ended as Dremio documents it, for one person and nobody else.
import { describe, expect, it } from 'vitest'
import { ada, bob, DAY, editions, failureOf, openRoom, root } from './room.ts'

const NOW = 1_700_000_000_000

describe.each(editions)('at Dremio $edition $version', (dremio) => {
  it('a token is made, found in the list under the id in its secret, works, and ends', async () => {
    const room = await openRoom({ ...dremio, now: () => NOW })
    const { secret, tid } = await room.tokens.create(room.session, { label: 'tableau [k7m2q9xt-1]', lifetime: DAY })
    expect(await room.tokens.list(room.session)).toEqual([
      { tid, uid: ada.id, label: 'tableau [k7m2q9xt-1]', createdAt: NOW, expiresAt: NOW + DAY },
    ])
    expect(secret.reveal()).toBe(room.simulated.secrets[0])
    expect(await room.tokens.list({ uid: ada.id, accessToken: secret, working: [] })).toHaveLength(1)

    await room.tokens.revoke(room.session, tid ?? '')
    expect(await room.tokens.list(room.session)).toEqual([])
    expect((await failureOf(room.tokens.list({ uid: ada.id, accessToken: secret, working: [] }))).code).toBe(
      'dremio_credential_refused',
    )
  })

  it('the calls are those of the documentation', async () => {
    const room = await openRoom(dremio)
    const { tid } = await room.tokens.create(room.session, { label: 'x', lifetime: 432_000_000 })
    await room.tokens.list(room.session)
    await room.tokens.revoke(room.session, tid ?? '')
    await room.tokens.revokeAll(room.session)
    const path = `${dremio.edition === 'cloud' ? '/v0' : '/api/v3'}/user/${ada.id}/token`
    expect(room.simulated.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      { method: 'POST', path, body: { label: 'x', millisecondsToExpire: 432_000_000 } },
      { method: 'GET', path, body: undefined },
      { method: 'DELETE', path: `${path}/${tid}`, body: undefined },
      { method: 'DELETE', path, body: undefined },
    ])
  })

  it('all tokens of the person end, and nobody else’s', async () => {
    const room = await openRoom(dremio)
    for (const owner of [ada, ada, bob]) room.simulated.mint(owner.id)
    await room.tokens.revokeAll(room.session)
    expect([ada, bob].map(({ id }) => room.simulated.tokensOf(id).length)).toEqual([0, 1])
    expect(room.simulated.wiped).toBe(false)
  })

  it('nobody makes tokens for somebody else, administrators included', async () => {
    const room = await openRoom(dremio, { actor: root.id })
    const failure = await failureOf(room.tokens.create(room.session, { label: 'x', lifetime: DAY }))
    expect([failure.code, failure.facts]).toEqual([
      'dremio_forbidden',
      { operation: 'create', status: 403, mayHaveHappened: false },
    ])
  })

  it('a lifetime that Dremio does not grant is told as rejected', async () => {
    const room = await openRoom(dremio)
    const failure = await failureOf(room.tokens.create(room.session, { label: 'x', lifetime: 181 * DAY }))
    expect([failure.code, failure.facts]).toEqual([
      'dremio_rejected',
      { operation: 'create', status: 400, mayHaveHappened: false },
    ])
  })
})

describe('making a token', () => {
  it.each([Number.NaN, 0, -DAY, 1.5, Number.POSITIVE_INFINITY])('never sends a lifetime of %d', async (lifetime) => {
    const room = await openRoom()
    expect((await failureOf(room.tokens.create(room.session, { label: 'x', lifetime }))).code).toBe('broken')
    expect(room.simulated.requests).toEqual([])
  })

  it.each([
    ['as it is', (secret: string) => secret],
    ['with a line break', (secret: string) => ` ${secret}\r\n`],
    ['in quotes', (secret: string) => JSON.stringify(secret)],
    ['in quotes, with escaped slashes', (secret: string) => `"${secret.replaceAll('/', '\\/')}"`],
    ['in an object', (secret: string) => JSON.stringify({ id: ada.id, label: 'x', token: secret })],
  ])('reads the secret %s', async (_, dress) => {
    const room = await openRoom()
    room.simulated.fail('create', { text: dress })
    const { secret, tid } = await room.tokens.create(room.session, { label: 'x', lifetime: DAY })
    expect([secret.reveal(), tid]).toEqual([room.simulated.secrets[0], room.simulated.tokensOf(ada.id)[0]?.tid])
  })

  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['a word', 'null'],
    ['a sentence', 'Something went wrong while the token was made, please try again later'],
    ['an empty object', '{}'],
    ['an object that is cut off', `{"token": "${'A'.repeat(64)}"`],
    [
      'an error with a trace id',
      `{"errorMessage": "No", "traceId": "${'0af7651916cd43dd8448eb211c80319c'.repeat(2)}"}`,
    ],
    ['a list', `["${'A'.repeat(64)}"]`],
    ['far too much', 'A'.repeat(100_000)],
  ])('refuses %s as a secret, and says that there may be a token', async (_, text) => {
    const room = await openRoom()
    room.simulated.fail('create', { text })
    const failure = await failureOf(room.tokens.create(room.session, { label: 'x', lifetime: DAY }))
    expect([failure.code, failure.facts]).toEqual([
      'dremio_answer_absurd',
      { operation: 'create', mayHaveHappened: true },
    ])
    expect(room.simulated.tokensOf(ada.id)).toHaveLength(1)
  })

  it('takes a secret of another kind, without an id', async () => {
    const room = await openRoom()
    room.simulated.fail('create', { text: 'dremio_pat_0123456789abcdefghijklmnopqrstuvwxyz' })
    const { tid } = await room.tokens.create(room.session, { label: 'x', lifetime: DAY })
    expect(tid).toBeUndefined()
  })

  it.each([
    ['lost', { afterwards: 'drop' }],
    ['late', { afterwards: 'hang' }],
    ['a 504', { afterwards: { status: 504 } }],
  ] as const)('is tried once only, when the answer is %s', async (_, fault) => {
    const room = await openRoom({}, { timeout: 600 })
    room.simulated.fail('create', fault)
    const failure = await failureOf(room.tokens.create(room.session, { label: 'x', lifetime: DAY }))
    expect(failure.facts).toMatchObject({ operation: 'create', mayHaveHappened: true })
    expect([room.simulated.requests.length, room.simulated.secrets.length]).toEqual([1, 1])
  })
})

describe('a list', () => {
  it('keeps expired tokens, unknown fields and tokens without a label', async () => {
    const room = await openRoom()
    const tid = 'F95AE8F7-5634-49D7-BA38-F77F3CE45341'
    const token = { tid, uid: ada.id, label: null, createdAt: '2023-02-19T15:41:15.323Z', expiresAt: 5, lastUsed: 1 }
    room.simulated.fail('list', { status: 200, body: { data: [token], more: true } })
    expect(await room.tokens.list(room.session)).toEqual([
      { tid: tid.toLowerCase(), uid: ada.id, label: '', createdAt: 1_676_821_275_323, expiresAt: 5 },
    ])
  })

  it.each([
    ['2023-02-19T15:41:15.323', 1_676_821_275_323],
    ['2023-02-19T16:41:15.323+01:00', 1_676_821_275_323],
    [1_676_821_275_323, 1_676_821_275_323],
  ])('reads the date %s', async (date, expiresAt) => {
    const room = await openRoom()
    const token = { tid: bob.id, uid: ada.id, label: 'x', createdAt: 1, expiresAt: date }
    room.simulated.fail('list', { status: 200, body: { data: [token] } })
    expect(await room.tokens.list(room.session)).toMatchObject([{ expiresAt }])
  })

  it.each([
    ['no tokens field', {}],
    ['a date in words', { data: [{ tid: bob.id, uid: ada.id, label: 'x', createdAt: 'today', expiresAt: 5 }] }],
    ['no ids', { data: [{ label: 'x', createdAt: 1, expiresAt: 5 }] }],
    ['somebody else’s tokens', { data: [{ tid: bob.id, uid: bob.id, label: 'x', createdAt: 1, expiresAt: 5 }] }],
  ])('with %s is absurd', async (_, body) => {
    const room = await openRoom()
    room.simulated.fail('list', { status: 200, body })
    const failure = await failureOf(room.tokens.list(room.session))
    expect([failure.code, failure.facts]).toEqual([
      'dremio_answer_absurd',
      { operation: 'list', mayHaveHappened: false },
    ])
  })
})

describe('ending a token', () => {
  it('counts as done when it is gone already', async () => {
    const room = await openRoom()
    await room.tokens.revoke(room.session, bob.id)
  })

  it('counts as done when only the answer to the first try was lost', async () => {
    const room = await openRoom()
    const { tid } = room.simulated.mint(ada.id)
    room.simulated.fail('delete', { afterwards: 'drop' })
    await room.tokens.revoke(room.session, tid.toUpperCase())
    expect(room.simulated.requests.map(({ operation }) => operation)).toEqual(['delete', 'delete', 'list'])
  })

  it('does not count as done when Dremio says 404 and lists it still', async () => {
    const room = await openRoom()
    const { tid } = room.simulated.mint(ada.id)
    room.simulated.fail('delete', { status: 404 })
    expect((await failureOf(room.tokens.revoke(room.session, tid))).code).toBe('dremio_missing')
    room.simulated.fail('deleteAll', { status: 404 })
    expect((await failureOf(room.tokens.revokeAll(room.session))).code).toBe('dremio_missing')
  })

  it('does not count as done when the person is gone', async () => {
    const room = await openRoom({}, { actor: root.id })
    room.simulated.removeUser(ada.id)
    const failure = await failureOf(room.tokens.revoke(room.session, bob.id))
    expect([failure.code, failure.facts]).toMatchObject(['dremio_missing', { operation: 'revoke' }])
  })
})

describe('the path that ends the tokens of everybody', () => {
  const ids = [
    '',
    ' ',
    '.',
    '..',
    '/',
    '%2e%2e',
    '../..',
    `${ada.id}/..`,
    `../user/${ada.id}`,
    'token',
    '?',
    '#',
    'null',
  ]
  it.each(editions)('is never reached by an odd id, $edition $version', async (dremio) => {
    const room = await openRoom(dremio, { actor: root.id })
    room.simulated.mint(bob.id)
    for (const id of ids) {
      const odd = { ...room.session, uid: id }
      expect((await failureOf(room.tokens.revokeAll(odd))).code).toBe('broken')
      expect((await failureOf(room.tokens.revoke(odd, bob.id))).code).toBe('broken')
      expect((await failureOf(room.tokens.revoke(room.session, id))).code).toBe('broken')
      expect((await failureOf(room.tokens.list(odd))).code).toBe('broken')
      expect((await failureOf(room.tokens.create(odd, { label: 'x', lifetime: DAY }))).code).toBe('broken')
    }
    expect([room.simulated.requests, room.simulated.wiped]).toEqual([[], false])
  })
})
