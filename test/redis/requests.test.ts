// What the bot may rely on when it keeps requests.
import { describe, expect, test } from 'vitest'
import type { AuditAction, AuditEntry } from '../../src/core/audit.ts'
import { isClosed, type Move, move, moves, type Request } from '../../src/core/requests/request.ts'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { entryIn } from '../../src/redis/audit.ts'
import { aRequest, codeOf, NOW, type OpenStore, redisForThisFile, UNSIGNED } from './store.ts'

const redis = redisForThisFile()

/** What is listed, having made sure that the indexes hold that and no more: what a list leaves out can hide a stale one. */
async function listings(store: OpenStore) {
  const { requests, keys } = store
  const ids = (found: Request[]) => found.map(({ id }) => id)
  const listed = {
    open: ids(await requests.openOf('UANNA')),
    bert: ids(await requests.awaiting('UBERT')),
    cara: ids(await requests.awaiting('UCARA')),
    closed: ids(await requests.closedOf('UANNA', 9)),
    everyOpen: ids(await all(requests.everyOpen())),
  }
  const indexes = [
    keys.openRequestsOf('UANNA'),
    keys.requestsAwaiting('UBERT'),
    keys.requestsAwaiting('UCARA'),
    keys.closedRequestsOf('UANNA'),
    keys.openRequests,
  ]
  const sizes = await store.raw((raw) => Promise.all(indexes.map((index) => raw.scard(index))))
  const lists = [listed.open, listed.bert, listed.cara, listed.closed, listed.everyOpen]
  expect(sizes).toEqual(lists.map(({ length }) => length))
  return listed
}

async function all<T>(each: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const one of each) found.push(one)
  return found
}

/** The shortest way from a new request to each move: all that is possible, from each state that allows it. */
function everyPath(): { path: Move[]; last: Move }[] {
  const paths: { path: Move[]; last: Move }[] = []
  const visit = (request: Request, path: Move[]) => {
    for (const [name, { from, to }] of Object.entries(moves) as [Move, { from: readonly string[]; to: string }][]) {
      // What leaves a request in its state changes no index, and would only multiply the paths.
      if (!from.includes(request.state) || path.includes(name) || to === request.state) continue
      paths.push({ path, last: name })
      visit(move(request, name), [...path, name])
    }
  }
  visit(aRequest(), [])
  return paths
}

describe('a request', () => {
  test('comes back as it was put in', async () => {
    const store = redis.open()
    const request = aRequest({
      review: { by: null, verdict: 'approved', at: NOW, comment: 'ä "quoted" 🙂' },
      claim: { attempt: 2, startedAt: NOW },
    })
    expect(await store.requests.create(request)).toBe(true)
    expect(await store.requests.find(request.id)).toEqual(request)
  })

  test('is not found under an id that nobody gave', async () => {
    expect(await redis.open().requests.find('nothing1')).toBeUndefined()
  })

  test('keeps its id: a second one with the same id is not written', async () => {
    const store = redis.open()
    await store.requests.create(aRequest())
    expect(await store.requests.create(aRequest({ label: 'other' }))).toBe(false)
    expect((await store.requests.find('k7m2q9xt'))?.label).toBe('tableau')
  })

  test('is listed for its requester and for each approver once it is made', async () => {
    const store = redis.open()
    await store.requests.create(aRequest())
    expect(await listings(store)).toMatchObject({ open: ['k7m2q9xt'], bert: ['k7m2q9xt'], cara: ['k7m2q9xt'] })
  })

  test('is listed once for an approver who was named twice', async () => {
    const store = redis.open()
    await store.requests.create(aRequest({ approvers: ['UBERT', 'UBERT'] }))
    expect((await listings(store)).bert).toEqual(['k7m2q9xt'])
  })

  test('that nobody can approve is open all the same', async () => {
    const store = redis.open()
    await store.requests.create(aRequest({ approvers: [] }))
    expect(await listings(store)).toMatchObject({ open: ['k7m2q9xt'], bert: [], cara: [] })
    expect((await store.requests.find('k7m2q9xt'))?.approvers).toEqual([])
  })

  test('is listed where its state message, after every move on every way through its life', async () => {
    const store = redis.open()
    const paths = everyPath()
    expect(paths.length).toBeGreaterThan(20)
    for (const [number, { path, last }] of paths.entries()) {
      const id = `request${number}`
      let before = aRequest({ id })
      await store.requests.create(before)
      for (const name of [...path, last]) {
        const after = move(before, name)
        expect(await store.requests.swap(before, after)).toBe(true)
        before = after
      }
      const awaited = before.state === 'pending' ? [id] : []
      expect(await listings(store), [...path, last].join(', ')).toEqual({
        open: isClosed(before) ? [] : [id],
        bert: awaited,
        cara: awaited,
        closed: isClosed(before) ? [id] : [],
        everyOpen: isClosed(before) ? [] : [id],
      })
      // Out of the way of the next path.
      await store.raw((raw) =>
        raw.del(
          store.keys.request(id),
          store.keys.openRequestsOf('UANNA'),
          store.keys.requestsAwaiting('UBERT'),
          store.keys.requestsAwaiting('UCARA'),
          store.keys.closedRequestsOf('UANNA'),
          store.keys.openRequests,
        ),
      )
    }
  })

  test('leaves the old approvers and goes to the new ones when they change', async () => {
    const store = redis.open()
    const before = aRequest({ approvers: ['UBERT'] })
    await store.requests.create(before)
    await store.requests.swap(before, { ...before, version: 2, approvers: ['UCARA'] })
    expect(await listings(store)).toEqual({
      open: ['k7m2q9xt'],
      bert: [],
      cara: ['k7m2q9xt'],
      closed: [],
      everyOpen: ['k7m2q9xt'],
    })
  })
})

describe('lists', () => {
  test('begin with the oldest request', async () => {
    const store = redis.open()
    for (const [id, age] of [
      ['second', 2],
      ['third', 1],
      ['first', 3],
    ] as const) {
      await store.requests.create(aRequest({ id, requestedAt: NOW - age * MINUTE }))
    }
    const { open, bert } = await listings(store)
    expect(open).toEqual(['first', 'second', 'third'])
    expect(bert).toEqual(['first', 'second', 'third'])
  })

  test('of one person hold nothing of another', async () => {
    const store = redis.open()
    await store.requests.create(aRequest({ requester: 'UDORA', approvers: ['UEMIL'] }))
    expect(await listings(store)).toMatchObject({ open: [], bert: [], cara: [] })
  })

  test('of one bot hold nothing of another one on the same Redis', async () => {
    const store = redis.open()
    await redis.open().requests.create(aRequest())
    expect(await listings(store)).toMatchObject({ open: [], bert: [], cara: [] })
  })
})

describe('what is done to a request', () => {
  const entry = (action: AuditAction): AuditEntry => ({ action, by: 'UBERT', for: 'UANNA', request: 'k7m2q9xt' })
  const written = (store: OpenStore) =>
    store.raw(async (raw) => {
      const rows = await raw.xrange(store.keys.audit, '-', '+')
      return rows.map(([, fields]) => entryIn(fields))
    })

  test('is written to the audit log together with it', async () => {
    const store = redis.open()
    const pending = aRequest()
    await store.requests.create(pending, [entry('request.created'), { ...entry('request.approved'), label: 'tableau' }])
    await store.requests.swap(pending, move(pending, 'deny'), [entry('request.denied')])
    expect(await written(store)).toEqual([
      { at: NOW, entry: entry('request.created') },
      { at: NOW, entry: { ...entry('request.approved'), label: 'tableau' } },
      { at: NOW, entry: entry('request.denied') },
    ])
    expect(await listings(store)).toMatchObject({ open: [], bert: [], cara: [], closed: ['k7m2q9xt'] })
  })

  test('is not written to the audit log if somebody was first', async () => {
    const store = redis.open()
    const pending = aRequest()
    await store.requests.create(pending)
    await store.requests.swap(pending, move(pending, 'approve'))
    await store.requests.swap(pending, move(pending, 'deny'), [entry('request.denied')])
    await store.requests.create(pending, [entry('request.created')])
    expect(await written(store)).toEqual([])
  })

  test('is not done if the audit log cannot be written', async () => {
    const store = redis.open()
    const pending = aRequest()
    await store.requests.create(pending)
    await store.raw((raw) => raw.set(store.keys.audit, 'not a stream'))
    await codeOf(store.requests.swap(pending, move(pending, 'deny'), [entry('request.denied')]))
    expect(await store.requests.find(pending.id)).toEqual(pending)
  })
})

describe('a swap', () => {
  test('is refused if the request has moved on, and changes nothing', async () => {
    const store = redis.open()
    const pending = aRequest()
    await store.requests.create(pending)
    const approved = move(pending, 'approve')
    await store.requests.swap(pending, approved)
    expect(await store.requests.swap(pending, move(pending, 'deny'))).toBe(false)
    expect(await store.requests.find(pending.id)).toEqual(approved)
    expect(await listings(store)).toMatchObject({ open: ['k7m2q9xt'], bert: [], cara: [] })
  })

  test('of a request that is not there is refused', async () => {
    const store = redis.open()
    expect(await store.requests.swap(aRequest(), move(aRequest(), 'approve'))).toBe(false)
    expect(await store.requests.find('k7m2q9xt')).toBeUndefined()
  })

  test('is won by exactly one of twenty who try at once, over two connections', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    let before = aRequest()
    await store.requests.create(before)
    for (let round = 0; round < 10; round++) {
      const wishes = Array.from({ length: 20 }, (_, number) => ({
        ...before,
        version: before.version + 1,
        label: `by ${number}`,
      }))
      const won = await Promise.all(
        wishes.map((pendingAction, number) => (number % 2 ? store : other).requests.swap(before, pendingAction)),
      )
      expect(won.filter(Boolean)).toHaveLength(1)
      const winner = wishes[won.indexOf(true)]
      expect(await store.requests.find(before.id)).toEqual(winner)
      before = winner ?? before
    }
  })

  test('lets one of twenty who approve and deny at once decide, and the lists agree with who it was', async () => {
    const store = redis.open()
    const before = aRequest()
    await store.requests.create(before)
    const won = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        store.requests.swap(before, move(before, number % 2 ? 'approve' : 'deny')),
      ),
    )
    expect(won.filter(Boolean)).toHaveLength(1)
    const after = await store.requests.find(before.id)
    expect(await listings(store)).toMatchObject({
      open: after?.state === 'approved' ? ['k7m2q9xt'] : [],
      bert: [],
      cara: [],
    })
  })

  test('that forgets to count is a fault of ours and not written', async () => {
    const store = redis.open()
    await store.requests.create(aRequest())
    expect(await codeOf(store.requests.swap(aRequest(), aRequest({ label: 'other' })))).toBe('broken')
    expect(await codeOf(store.requests.swap(aRequest(), aRequest({ version: 2, id: 'other' })))).toBe('broken')
    expect(await store.requests.find('k7m2q9xt')).toEqual(aRequest())
  })
})

describe('how long a request is kept', () => {
  const keptFor = (store: OpenStore) => store.raw((raw) => raw.pttl(store.keys.request('k7m2q9xt')))

  test('an open one for ever, a closed one for ninety days, one that is opened again for ever', async () => {
    const store = redis.open()
    let request = aRequest()
    await store.requests.create(request)
    for (const [name, kept] of [
      ['approve', false],
      ['startClaim', false],
      ['finishClaim', true],
      ['returnToken', false],
      ['cancel', true],
    ] as const) {
      const after = move(request, name)
      await store.requests.swap(request, after)
      request = after
      const left = await keptFor(store)
      if (!kept) expect(left, name).toBe(-1)
      else {
        expect(left, name).toBeGreaterThan(90 * DAY - MINUTE)
        expect(left, name).toBeLessThanOrEqual(90 * DAY)
      }
    }
  })

  test('does not depend on Redis and us having the same time of day: a clock years behind loses nothing', async () => {
    const store = redis.open()
    store.clock.time = Date.UTC(2001, 0)
    await store.requests.create(aRequest())
    await store.requests.swap(aRequest(), move(aRequest(), 'cancel'))
    expect((await store.requests.find('k7m2q9xt'))?.state).toBe('cancelled')
  })
})

describe('what does not fit the schema', () => {
  const spoil = (store: OpenStore, id: string, record: string) =>
    store.raw((raw) => raw.hset(store.keys.request(id), 'record', record))

  test.each([
    ['is not JSON', '{"label": "tabl', ['request k7m2q9xt in Redis is not JSON']],
    [
      'lacks everything',
      '{}',
      [expect.stringMatching(/^request does not fit its schema at id, version, .* in Redis\)$/)],
    ],
    [
      'has a state of another time',
      JSON.stringify({ ...aRequest(), state: 'tableau' }),
      ['request does not fit its schema at state (k7m2q9xt in Redis)'],
    ],
  ])('and %s is told as our fault, with the fields but without a value', async (_, record, troubles) => {
    const store = redis.open(undefined, UNSIGNED)
    await store.requests.create(aRequest())
    await spoil(store, 'k7m2q9xt', record)
    expect(await codeOf(store.requests.find('k7m2q9xt'))).toBe('broken')
    expect(store.troubles).toEqual(troubles)
    expect(store.troubles.join()).not.toContain('tabl')
  })

  test('is left out of a list, which shows the others', async () => {
    const store = redis.open(undefined, UNSIGNED)
    for (const id of ['good', 'bad', 'fine']) await store.requests.create(aRequest({ id }))
    await spoil(store, 'bad', '[]')
    expect((await store.requests.openOf('UANNA')).map(({ id }) => id)).toEqual(['fine', 'good'])
    expect((await store.requests.awaiting('UBERT')).map(({ id }) => id)).toEqual(['fine', 'good'])
    expect(store.troubles).toHaveLength(2)
  })

  test('is never written', async () => {
    const store = redis.open()
    expect(await codeOf(store.requests.create(aRequest({ lifetime: Number.NaN })))).toBe('broken')
    expect(await store.requests.find('k7m2q9xt')).toBeUndefined()
    expect(store.troubles).toEqual(['request does not fit its schema at lifetime'])
  })

  test('such as a field of another kind is dropped before it reaches Redis', async () => {
    const store = redis.open()
    await store.requests.create({ ...aRequest(), secret: 'canary-1' } as Request)
    expect(await store.requests.find('k7m2q9xt')).toEqual(aRequest())
    expect(await redis.running().dump()).not.toContain('canary-1')
  })

  test('or is no record at all is told as our fault', async () => {
    const store = redis.open()
    await store.raw((raw) => raw.set(store.keys.request('k7m2q9xt'), 'a string'))
    expect(await codeOf(store.requests.find('k7m2q9xt'))).toBe('broken')
    expect(await codeOf(store.requests.create(aRequest()))).toBe('broken')
    expect(store.troubles).toEqual(['Redis refused a command: WRONGTYPE'])
  })
})
