// What the bot may rely on when somebody else writes to Redis: a record that it did not sign itself counts as not there.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { LinkConfirmation } from '../../src/core/people/link-confirmation.ts'
import type { Link } from '../../src/core/people/person.ts'
import { move } from '../../src/core/requests/request.ts'
import type { Ticket } from '../../src/core/sessions/sign-in.ts'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { Crossing } from '../world/crossing.ts'
import { startRedisBorder } from '../world/redis-border.ts'
import { aKey, aRequest, aToken, KEY, NOW, type OpenStore, redisForThisFile, UNSIGNED } from './store.ts'

const redis = redisForThisFile()

const UID = randomUUID()
const TOKEN = aToken()
const aLink = (change: Partial<Link> = {}): Link => ({
  ...{ person: 'UANNA', uid: UID, dremioName: 'anna', proof: 'email', email: 'anna@example.com', at: NOW, by: 'UANNA' },
  ...change,
})
const CONFIRMATION: LinkConfirmation = {
  ...{ id: 'c7m2q9xt', version: 1, state: 'pending', person: 'UANNA', uid: UID, dremioName: '', by: 'UCARL' },
  ...{ asked: ['UDAN'], at: NOW, lapsesAt: NOW + 3 * DAY },
}
const TICKET: Ticket = { person: 'UANNA', team: 'T1', pendingAction: { kind: 'list' }, until: NOW + 10 * MINUTE }

interface Kind {
  what: string
  write(store: OpenStore): Promise<unknown>
  read(store: OpenStore): Promise<unknown>
  /** The same about somebody or something else, and how it is read. */
  readOther(store: OpenStore): Promise<unknown>
  at(store: OpenStore, id?: string): { key: string; field?: string }
  id: string
  otherId: string
}

const ticketKey = async (store: OpenStore) =>
  (await store.raw((raw) => raw.keys(`${store.keys.ticket('')}*`))).find((key) => key.startsWith(store.keys.ticket('')))

const kinds: Kind[] = [
  {
    what: 'link',
    write: ({ links }) => links.add(aLink()),
    read: ({ links }) => links.of('UANNA'),
    readOther: ({ links }) => links.of('UBERT'),
    at: ({ keys }, id = 'UANNA') => ({ key: keys.links, field: id }),
    ...{ id: 'UANNA', otherId: 'UBERT' },
  },
  {
    what: 'assignment',
    write: ({ links }) => links.assign(aLink({ proof: 'administrator' })),
    read: ({ links }) => links.assignmentOf('UANNA'),
    readOther: ({ links }) => links.assignmentOf('UBERT'),
    at: ({ keys }, id = 'UANNA') => ({ key: keys.assignments, field: id }),
    ...{ id: 'UANNA', otherId: 'UBERT' },
  },
  {
    what: 'link confirmation',
    write: ({ linkConfirmations }) => linkConfirmations.create(CONFIRMATION),
    read: ({ linkConfirmations }) => linkConfirmations.find('c7m2q9xt'),
    readOther: ({ linkConfirmations }) => linkConfirmations.find('zzzzzzzz'),
    at: ({ keys }, id = 'c7m2q9xt') => ({ key: keys.linkConfirmation(id), field: 'record' }),
    ...{ id: 'c7m2q9xt', otherId: 'zzzzzzzz' },
  },
  {
    what: 'request',
    write: ({ requests }) => requests.create(aRequest()),
    read: ({ requests }) => requests.find('k7m2q9xt'),
    readOther: ({ requests }) => requests.find('zzzzzzzz'),
    at: ({ keys }, id = 'k7m2q9xt') => ({ key: keys.request(id), field: 'record' }),
    ...{ id: 'k7m2q9xt', otherId: 'zzzzzzzz' },
  },
  {
    what: 'token',
    write: ({ tokens }) => tokens.add(TOKEN),
    read: ({ tokens }) => tokens.find(TOKEN.tid),
    readOther: ({ tokens }) => tokens.find('other'),
    at: ({ keys }, id = TOKEN.tid) => ({ key: keys.token(id), field: 'record' }),
    ...{ id: TOKEN.tid, otherId: 'other' },
  },
  {
    what: 'delegation',
    write: ({ delegations }) =>
      delegations.set({ approver: 'UBERT', delegate: 'UCARA', since: NOW, until: NOW + 7 * DAY }),
    read: ({ delegations }) => delegations.of('UBERT'),
    readOther: ({ delegations }) => delegations.of('UANNA'),
    at: ({ keys }, id = 'UBERT') => ({ key: keys.delegation(id) }),
    ...{ id: 'UBERT', otherId: 'UANNA' },
  },
]

const stored = (store: OpenStore, { at }: Kind, id?: string): Promise<string> => {
  const { key, field } = at(store, id)
  return store.raw(async (raw) => (field === undefined ? await raw.get(key) : await raw.hget(key, field)) ?? '')
}
const overwrite = async (store: OpenStore, { at }: Kind, text: string, id?: string): Promise<void> => {
  const { key, field } = at(store, id)
  await store.raw(async (raw) => void (await (field === undefined ? raw.set(key, text) : raw.hset(key, field, text))))
}

/** What the audit says of refused records. It is written behind what was asked for. */
const refusals = async ({ keys, raw }: OpenStore): Promise<string[]> => {
  const entries = await raw((client) => client.xrange(keys.audit, '-', '+'))
  return entries.flatMap(([, fields]) => (fields.includes('record.refused') ? [fields.at(-1) ?? ''] : []))
}

describe.each(kinds)('a $what', (kind) => {
  const { what, id, write, read } = kind

  test('that the bot wrote is there, also for an earlier version: its signature is one more field', async () => {
    const store = redis.open()
    await write(store)
    const found = await read(store)
    expect(found).toBeDefined()
    const text = await stored(store, kind)
    expect(text).toMatch(/,"mac":"v1\.[\w-]{8}\.[\w-]{43}"\}$/)
    expect(JSON.parse(text)).toMatchObject(found as object)
    expect(store.troubles).toEqual([])
  })

  test.each<[how: string, change: (text: string) => string, refusal: string]>([
    ['has no signature', (text) => text.replace(/,"mac":"[^"]+"\}$/, '}'), 'not signed'],
    ['has an empty one', (text) => text.replace(/"mac":"[^"]+"/, '"mac":""'), 'not signed'],
    ['was changed', (text) => text.replace('{', '{"label":"x",'), 'wrongly signed'],
    ['has another signature', (text) => text.replace(/.{4}"\}$/, 'AAAA"}'), 'wrongly signed'],
    [
      'names an unknown key',
      (text) => text.replace(/"mac":"v1\.[\w-]{8}/, '"mac":"v1.AAAAAAAA'),
      'signed with a key that ENCRYPTION_KEYS does not hold',
    ],
  ])('that %s is not there, which the operator and the audit hear once', async (_how, change, refusal) => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    await write(store)
    const text = await stored(store, kind)
    expect(change(text)).not.toBe(text)
    await overwrite(store, kind, change(text))
    for (const process of [store, other, store, other]) expect(await read(process)).toBeUndefined()
    await expect.poll(() => refusals(store)).toEqual([`${what} ${id}: ${refusal}`])
    expect(store.troubles).toEqual([`the ${what} ${id} in Redis is ${refusal}; it counts as not there`])
    // It is as it was, for whoever looks into it.
    expect(await stored(store, kind)).toBe(change(text))
    // Another text is another matter.
    await overwrite(store, kind, `${change(text)} `)
    expect(await read(store)).toBeUndefined()
    await expect.poll(async () => (await refusals(store)).length).toBe(2)
  })

  test('of somebody or something else is not there', async () => {
    const store = redis.open()
    await write(store)
    await overwrite(store, kind, await stored(store, kind), kind.otherId)
    expect(await kind.readOther(store)).toBeUndefined()
    expect(await read(store)).toBeDefined()
    await expect.poll(() => refusals(store)).toEqual([`${what} ${kind.otherId}: wrongly signed`])
  })

  test('of another bot on the same Redis, with the same keys, is not there', async () => {
    const [store, other] = [redis.open(), redis.open()]
    await write(other)
    await overwrite(store, kind, await stored(other, kind))
    expect(await read(store)).toBeUndefined()
  })

  test('that was signed with an older key is there, and is signed anew when it is read', async () => {
    const store = redis.open()
    await write(store)
    const before = await stored(store, kind)
    const { key } = kind.at(store)
    const left = await store.raw((raw) => raw.pttl(key))
    const newer = aKey()
    const rotated = redis.open(store.prefix, [newer, KEY])
    expect(await read(rotated)).toBeDefined()
    await expect.poll(() => stored(store, kind)).not.toBe(before)
    expect(Math.abs((await store.raw((raw) => raw.pttl(key))) - left)).toBeLessThan(MINUTE)
    const after = redis.open(store.prefix, [newer])
    expect(await read(after)).toBeDefined()
    expect(after.troubles).toEqual([])
  })

  test('is not signed, and looked at no further, without a key', async () => {
    const store = redis.open(undefined, UNSIGNED)
    await write(store)
    expect(await stored(store, kind)).not.toContain('"mac"')
    expect(await read(store)).toBeDefined()
  })

  test('is read with one command', async () => {
    const store = redis.open()
    await write(store)
    const crossing = new Crossing()
    const border = await startRedisBorder(store.url, crossing.attend)
    const across = redis.open(store.prefix, [KEY], border.url)
    try {
      await across.ping()
      void crossing.watch()
      expect(await read(across)).toBeDefined()
      expect(crossing.calls).toHaveLength(1)
    } finally {
      await across.close()
      await border.close()
    }
  })
})

test('an assignment cannot be made of a link, nor a link of an assignment, though both say the same', async () => {
  const store = redis.open()
  await store.links.add(aLink())
  await store.links.assign(aLink({ person: 'UBERT', uid: randomUUID(), proof: 'administrator' }))
  const { links, assignments } = store.keys
  await store.raw(async (raw) => {
    await raw.hset(assignments, 'UANNA', (await raw.hget(links, 'UANNA')) ?? '')
    await raw.hset(links, 'UBERT', (await raw.hget(assignments, 'UBERT')) ?? '')
  })
  expect(await store.links.assignmentOf('UANNA')).toBeUndefined()
  expect(await store.links.of('UBERT')).toBeUndefined()
})

describe('a forged link', () => {
  test('is in nobody’s way: the person is linked anew, and the Dremio user is theirs', async () => {
    const store = redis.open()
    await store.raw((raw) => raw.hset(store.keys.links, 'UANNA', JSON.stringify(aLink({ uid: randomUUID() }))))
    await store.raw((raw) => raw.hset(store.keys.userOwners, UID, 'UEVIL'))
    expect(await store.links.add(aLink())).toBe('added')
    expect(await store.links.of('UANNA')).toEqual(aLink())
    expect(await store.links.add(aLink({ person: 'UBERT' }))).toBe('taken')
  })

  test('keeps nobody’s Dremio user: the owner’s own link has to name it', async () => {
    const store = redis.open()
    const forged = aLink({ person: 'UEVIL' })
    await store.raw((raw) => raw.hset(store.keys.links, 'UEVIL', JSON.stringify(forged)))
    await store.raw((raw) => raw.hset(store.keys.userOwners, UID, 'UEVIL'))
    expect(await store.links.add(aLink())).toBe('added')
    expect(await store.raw((raw) => raw.hget(store.keys.userOwners, UID))).toBe('UANNA')
  })

  test('is removed like any other, and nobody was linked by it', async () => {
    const store = redis.open()
    await store.raw((raw) => raw.hset(store.keys.links, 'UANNA', JSON.stringify(aLink())))
    expect(await store.links.remove('UANNA')).toBeUndefined()
    expect(await store.raw((raw) => raw.hexists(store.keys.links, 'UANNA'))).toBe(0)
  })

  test('gives way to one link only, of twenty at the same moment in two processes', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    await store.raw((raw) => raw.hset(store.keys.links, 'UANNA', JSON.stringify(aLink({ by: 'UEVIL' }))))
    const links = Array.from({ length: 20 }, () => aLink({ uid: randomUUID() }))
    const added = await Promise.all(links.map((link, at) => (at % 2 ? store : other).links.add(link)))
    expect(added.filter((answer) => answer === 'added')).toHaveLength(1)
    expect(await store.links.of('UANNA')).toEqual(links[added.indexOf('added')])
  })
})

describe('a forged request', () => {
  test('is left out of every list, though their indexes name it', async () => {
    const store = redis.open()
    const { requests } = store
    for (const id of ['goodgood', 'forgedxx']) await requests.create(aRequest({ id }))
    const forged = JSON.stringify(aRequest({ id: 'forgedxx', label: 'other' }))
    await store.raw((raw) => raw.hset(store.keys.request('forgedxx'), 'record', forged))
    const ids = (found: { id: string }[]) => found.map(({ id }) => id)
    expect(ids(await requests.openOf('UANNA'))).toEqual(['goodgood'])
    expect(ids(await requests.awaiting('UBERT'))).toEqual(['goodgood'])
    const every: { id: string }[] = []
    for await (const request of requests.everyOpen()) every.push(request)
    expect(ids(every)).toEqual(['goodgood'])
    await expect.poll(() => refusals(store)).toEqual(['request forgedxx: not signed'])
    // Its place in the lists stays: it may be signed later, at an upgrade.
    expect(await store.raw((raw) => raw.sismember(store.keys.openRequests, 'forgedxx'))).toBe(1)
  })

  test('is not blessed by a swap: what is written was made from what the bot had signed', async () => {
    const store = redis.open()
    const before = aRequest()
    await store.requests.create(before)
    const forged = JSON.stringify({ ...before, state: 'approved', lifetime: 90 * DAY })
    await store.raw((raw) => raw.hset(store.keys.request(before.id), 'record', forged))
    const after = move(before, 'nudge', { nudges: 1 })
    expect(await store.requests.swap(before, after)).toBe(true)
    expect(await store.requests.find(before.id)).toEqual(after)
  })

  test('with a version of its own conflicts, and is not there when it is read again', async () => {
    const store = redis.open()
    const before = aRequest()
    await store.requests.create(before)
    const forged = JSON.stringify({ ...before, version: 7, state: 'approved' })
    await store.raw((raw) => raw.hset(store.keys.request(before.id), 'version', '7', 'record', forged))
    expect(await store.requests.swap(before, move(before, 'nudge'))).toBe(false)
    expect(await store.requests.find(before.id)).toBeUndefined()
  })

  test('takes no id from one that the bot makes', async () => {
    const store = redis.open()
    await store.raw((raw) =>
      raw.hset(store.keys.request('k7m2q9xt'), 'version', '9', 'record', JSON.stringify(aRequest({ version: 9 }))),
    )
    expect(await store.requests.create(aRequest())).toBe(true)
    expect(await store.requests.find('k7m2q9xt')).toEqual(aRequest())
    expect(await store.requests.create(aRequest())).toBe(false)
  })
})

describe('a ticket to sign in', () => {
  test.each([
    ['for another person', (text: string) => text.replace('UANNA', 'UEVIL')],
    ['without a signature', (text: string) => text.replace(/,"mac":"[^"]+"\}$/, '}')],
  ])('%s is not there', async (_what, change) => {
    const store = redis.open()
    await store.signIns.issue('ticket', TICKET)
    const key = (await ticketKey(store)) ?? ''
    const text = (await store.raw((raw) => raw.hget(key, 'about'))) ?? ''
    await store.raw((raw) => raw.hset(key, 'about', change(text)))
    expect(await store.signIns.find('ticket')).toBeUndefined()
    await expect.poll(async () => (await refusals(store)).length).toBe(1)
    // A link is known to nobody but its reader, also not to whoever reads the audit.
    expect((await refusals(store)).join()).not.toContain('UEVIL')
  })
})

describe('the audit of refused records', () => {
  test('is written once by two processes that meet one at the same moment', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    await store.raw((raw) => raw.hset(store.keys.links, 'UANNA', JSON.stringify(aLink())))
    await Promise.all([store, other, store, other].map(({ links }) => links.of('UANNA')))
    await expect.poll(() => refusals(store)).toEqual(['link UANNA: not signed'])
    expect(await store.raw((raw) => raw.xlen(store.keys.audit))).toBe(1)
  })

  test('is tried again by the next read if it could not be written', async () => {
    const store = redis.open()
    await store.raw((raw) => raw.hset(store.keys.links, 'UANNA', JSON.stringify(aLink())))
    await store.raw((raw) => raw.set(store.keys.audit, 'in the way'))
    expect(await store.links.of('UANNA')).toBeUndefined()
    await expect.poll(() => store.troubles.length).toBeGreaterThan(1)
    await store.raw((raw) => raw.del(store.keys.audit))
    await expect
      .poll(async () => {
        await store.links.of('UANNA')
        return refusals(store)
      })
      .toEqual(['link UANNA: not signed'])
  })
})
