// The simulated Dremio does what the seed page and the facts say, and fails on demand.
import { afterEach, describe, expect, it } from 'vitest'
import { type DremioOptions, type SimulatedDremio, startDremio } from './dremio.ts'

const DAY = 86_400_000
const ada = { id: '11111111-1111-4111-8111-111111111111', email: 'ada@example.com', name: 'ada' }
const bob = { id: '22222222-2222-4222-8222-222222222222', email: 'bob@example.com', name: 'bob' }
const root = { id: '33333333-3333-4333-8333-333333333333', email: 'root@example.com', name: 'root', admin: true }

let running: SimulatedDremio | undefined
afterEach(() => running?.close())

async function start(options: DremioOptions = {}): Promise<SimulatedDremio> {
  running = await startDremio({ users: [ada, bob, root], ...options })
  return running
}

function call(dremio: SimulatedDremio, as: string, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(dremio.url + path, {
    method,
    headers: { Authorization: `Bearer ${as}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(2_000),
  })
}

const editions = [
  { edition: 'cloud', version: '26', path: `/v0/user/${ada.id}/token` },
  { edition: 'software', version: '25', path: `/api/v3/user/${ada.id}/token` },
  { edition: 'software', version: '26', path: `/api/v3/user/${ada.id}/token` },
] as const

describe.each(editions)('the simulated Dremio $edition $version', ({ edition, version, path }) => {
  it('makes, lists and ends tokens of the caller', async () => {
    const dremio = await start({ edition, version, now: () => 1_700_000_000_000 })
    const me = dremio.credential(ada.id)

    const made = await call(dremio, me, 'POST', path, { label: 'tableau', millisecondsToExpire: DAY })
    const secret = await made.text()
    expect([made.status, made.headers.get('content-type')]).toEqual([200, 'text/plain'])
    expect(secret).toMatch(/^[\w+/]{62}==$/)
    expect(dremio.secrets).toEqual([secret])

    const { data } = (await (await call(dremio, me, 'GET', path)).json()) as { data: { tid: string }[] }
    const date = (at: number) => (edition === 'cloud' ? at : new Date(at).toISOString())
    const tid = Buffer.from(secret, 'base64').subarray(0, 16).toString('hex')
    expect(data).toEqual([
      {
        tid: expect.stringMatching(/^[0-9a-f-]{13}-4[0-9a-f]{3}-[89ab]/),
        uid: ada.id,
        label: 'tableau',
        createdAt: date(1_700_000_000_000),
        expiresAt: date(1_700_000_000_000 + DAY),
      },
    ])
    expect(data[0]?.tid.replaceAll('-', '')).toBe(tid)

    expect((await call(dremio, me, 'DELETE', `${path}/${data[0]?.tid}`)).status).toBe(204)
    expect((await call(dremio, me, 'DELETE', `${path}/${data[0]?.tid}`)).status).toBe(404)
    dremio.mint(ada.id)
    dremio.mint(bob.id)
    expect((await call(dremio, me, 'DELETE', path)).status).toBe(204)
    expect([dremio.tokensOf(ada.id).length, dremio.tokensOf(bob.id).length]).toEqual([0, 1])
    expect(dremio.wiped).toBe(false)
  })

  it('accepts a token as its owner while it lives, and keeps the expired one in the list', async () => {
    let now = 1_700_000_000_000
    const dremio = await start({ edition, version, now: () => now })
    const { secret } = dremio.mint(ada.id, { lifetime: DAY })
    expect((await call(dremio, secret, 'GET', path)).status).toBe(200)
    now += DAY
    expect((await call(dremio, secret, 'GET', path)).status).toBe(401)
    expect(dremio.tokensOf(ada.id)).toHaveLength(1)
  })

  it('refuses strangers and users who are inactive now', async () => {
    const dremio = await start({ edition, version })
    const me = dremio.credential(ada.id)
    expect((await call(dremio, 'nobody', 'GET', path)).status).toBe(401)
    dremio.user(ada.id).active = false
    const answer = await call(dremio, me, 'GET', path)
    expect([answer.status, await answer.json()]).toEqual([
      401,
      edition === 'cloud' ? { errorMessage: 'Unauthorized' } : { errorMessage: 'Unauthorized', moreInfo: '' },
    ])
  })

  it.each([
    ['no body', undefined],
    ['no label', { millisecondsToExpire: DAY }],
    ['no lifetime', { label: 'x' }],
    ['a lifetime in words', { label: 'x', millisecondsToExpire: '1 day' }],
    ['a lifetime of nothing', { label: 'x', millisecondsToExpire: 0 }],
    ['a lifetime above 180 days', { label: 'x', millisecondsToExpire: 15_552_000_001 }],
  ])('refuses to make a token with %s', async (_, body) => {
    const dremio = await start({ edition, version })
    expect((await call(dremio, dremio.credential(ada.id), 'POST', path, body)).status).toBe(400)
    expect(dremio.secrets).toEqual([])
  })

  it('wants a day at least on Software only', async () => {
    const dremio = await start({ edition, version })
    const hour = { label: 'x', millisecondsToExpire: 3_600_000 }
    const expected = edition === 'cloud' ? 200 : 400
    expect((await call(dremio, dremio.credential(ada.id), 'POST', path, hour)).status).toBe(expected)
  })

  it('lets administrators do for others what the edition says', async () => {
    const dremio = await start({ edition, version })
    const { tid } = dremio.mint(ada.id)
    const may = async (who: string) => {
      const as = dremio.credential(who)
      return {
        create: (await call(dremio, as, 'POST', path, { label: 'x', millisecondsToExpire: DAY })).status,
        list: (await call(dremio, as, 'GET', path)).status,
        delete: (await call(dremio, as, 'DELETE', `${path}/${tid}`)).status,
        deleteAll: (await call(dremio, as, 'DELETE', path)).status,
      }
    }
    expect(await may(bob.id)).toEqual({ create: 403, list: 403, delete: 403, deleteAll: 403 })
    const ends = edition === 'cloud' ? 403 : 204
    expect(await may(root.id)).toEqual({
      create: 403,
      list: edition === 'software' && version === '26' ? 200 : 403,
      delete: ends,
      deleteAll: ends,
    })
  })

  it('remembers that somebody reached the path that ends every token', async () => {
    const dremio = await start({ edition, version })
    dremio.mint(bob.id)
    const prefix = edition === 'cloud' ? '/v0' : '/api/v3'
    await call(dremio, dremio.credential(ada.id), 'DELETE', `${prefix}/token`)
    expect([dremio.wiped, dremio.tokensOf(bob.id).length]).toEqual([true, 0])
  })

  it('takes an empty user id for that path as well', async () => {
    const dremio = await start({ edition, version })
    const prefix = edition === 'cloud' ? '/v0' : '/api/v3'
    await call(dremio, dremio.credential(ada.id), 'DELETE', `${prefix}/user//token`)
    expect(dremio.wiped).toBe(true)
  })
})

describe('users of the simulated Dremio', () => {
  it('are found by name on Cloud, page by page', async () => {
    const dremio = await start()
    const me = dremio.credential(root.id)
    const find = async (query: Record<string, string>) =>
      (await call(dremio, me, 'GET', `/v0/users?${new URLSearchParams(query)}`)).json()
    expect(await find({ filter: "name=='ada@example.com'" })).toEqual({
      data: [
        {
          id: ada.id,
          active: true,
          name: 'ada@example.com',
          firstName: 'ada',
          lastName: '',
          identityType: 'REGULAR_USER',
        },
      ],
    })
    expect(await find({ maxResults: '2' })).toMatchObject({ data: [{ id: ada.id }, {}], nextPageToken: '2' })
    expect(await find({ maxResults: '2', pageToken: '2' })).toEqual({
      data: [expect.objectContaining({ id: root.id })],
    })
    expect(await find({ filter: "name=='x' || name=='bob@example.com'" })).toMatchObject({ data: [{ id: bob.id }] })
    expect(await find({ filter: "email=='ada@example.com'" })).toEqual({ errorMessage: 'Invalid filter expression' })
  })

  it('are found by e-mail on Software, with their roles', async () => {
    const dremio = await start({ edition: 'software' })
    const me = dremio.credential(ada.id)
    const query = new URLSearchParams({ filter: "email=='root@example.com'" })
    const found = await (await call(dremio, me, 'GET', `/api/v3/user?${query}`)).json()
    expect(found).toMatchObject({
      data: [
        { '@type': 'EnterpriseUser', id: root.id, roles: [{ name: 'PUBLIC' }, { name: 'ADMIN', type: 'SYSTEM' }] },
      ],
      totalResults: 1,
    })
    expect(await (await call(dremio, me, 'GET', `/api/v3/user/${bob.id}`)).json()).toMatchObject({ name: 'bob' })
    dremio.removeUser(bob.id)
    expect((await call(dremio, me, 'GET', `/api/v3/user/${bob.id}`)).status).toBe(404)
  })

  it('tells the roles on the newer path of Cloud', async () => {
    const dremio = await start()
    const get = async (path: string) => (await call(dremio, dremio.credential(ada.id), 'GET', path)).json()
    expect(await get(`/v0/users/${root.id}`)).not.toHaveProperty('roles')
    expect(await get(`/v1/users/${root.id}`)).toMatchObject({
      name: root.email,
      roles: [{ name: 'PUBLIC' }, { id: expect.any(String), name: 'ADMIN' }],
    })
  })

  it.each(['cloud', 'software'] as const)('can be for administrators only on %s', async (edition) => {
    const dremio = await start({ edition, usersMayLookUp: false })
    const paths =
      edition === 'cloud' ? ['/v0/users', `/v1/users/${ada.id}`] : ['/api/v3/user', `/api/v3/user/${ada.id}`]
    for (const path of paths) {
      const as = async (id: string) => (await call(dremio, dremio.credential(id), 'GET', path)).status
      expect([await as(ada.id), await as(root.id)]).toEqual([403, 200])
    }
  })
})

describe('faults of the simulated Dremio', () => {
  const path = `/v0/user/${ada.id}/token`
  const ask = { label: 'x', millisecondsToExpire: DAY }

  it('answer a status without doing the deed, as often as was said', async () => {
    const dremio = await start()
    const me = dremio.credential(ada.id)
    dremio.fail('create', { status: 429, retryAfter: 7 }, { times: 2 })
    const first = await call(dremio, me, 'POST', path, ask)
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7'])
    expect((await call(dremio, me, 'POST', path, ask)).status).toBe(429)
    expect(dremio.secrets).toEqual([])
    expect((await call(dremio, me, 'POST', path, ask)).status).toBe(200)
  })

  it('answer a page of HTML', async () => {
    const dremio = await start()
    dremio.fail('list', { status: 502, html: true })
    const answer = await call(dremio, dremio.credential(ada.id), 'GET', path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html'])
  })

  it.each([
    ['drop before', { drop: true }, 0],
    ['drop after', { afterwards: 'drop' }, 1],
  ] as const)('%s the deed', async (_, fault, made) => {
    const dremio = await start()
    dremio.fail('create', fault)
    await expect(call(dremio, dremio.credential(ada.id), 'POST', path, ask)).rejects.toThrow()
    expect(dremio.secrets).toHaveLength(made)
  })

  it.each([
    ['hang before', { hang: true }, 0],
    ['hang after', { afterwards: 'hang' }, 1],
  ] as const)('%s the deed, and do not keep it from closing', async (_, fault, made) => {
    const dremio = await start()
    dremio.fail('create', fault)
    const lost = call(dremio, dremio.credential(ada.id), 'POST', path, ask)
    lost.catch(() => {})
    await expect.poll(() => dremio.requests.length).toBe(1)
    await expect.poll(() => dremio.secrets.length).toBe(made)
    await dremio.close()
    await expect(lost).rejects.toThrow()
  })

  it('do the deed and answer something else', async () => {
    const dremio = await start()
    const me = dremio.credential(ada.id)
    dremio.fail('create', { afterwards: { status: 504 } })
    dremio.fail('create', { text: (answer) => `"${answer}"` })
    expect((await call(dremio, me, 'POST', path, ask)).status).toBe(504)
    expect(await (await call(dremio, me, 'POST', path, ask)).text()).toBe(`"${dremio.secrets[1]}"`)
  })

  it('hold a call at a gate until it is opened', async () => {
    const dremio = await start()
    const gate = dremio.hold('create')
    const held = call(dremio, dremio.credential(ada.id), 'POST', path, ask)
    await gate.reached
    expect(dremio.secrets).toEqual([])
    gate.release()
    expect((await held).status).toBe(200)
  })
})

it('records every call without its credential', async () => {
  const dremio = await start({ now: () => 5 })
  const me = dremio.credential(ada.id)
  await call(dremio, me, 'POST', `/v0/user/${ada.id}/token`, { label: 'x', millisecondsToExpire: DAY })
  await call(dremio, 'stranger', 'GET', '/v0/users?maxResults=1')
  expect(dremio.requests).toEqual([
    {
      operation: 'create',
      method: 'POST',
      path: `/v0/user/${ada.id}/token`,
      query: {},
      body: { label: 'x', millisecondsToExpire: DAY },
      at: 5,
      as: ada.id,
    },
    {
      operation: 'findUser',
      method: 'GET',
      path: '/v0/users',
      query: { maxResults: '1' },
      body: undefined,
      at: 5,
      as: undefined,
    },
  ])
  expect(JSON.stringify(dremio.requests)).not.toContain(me)
})
