// What the bot may rely on when it keeps who is which Dremio user.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Link } from '../../src/core/people/person.ts'
import { codeOf, NOW, redisForThisFile, UNSIGNED } from './store.ts'

const redis = redisForThisFile()

function aLink(change: Partial<Link> = {}): Link {
  return {
    person: 'UANNA',
    uid: randomUUID(),
    dremioName: 'anna',
    proof: 'email',
    email: 'anna@example.com',
    at: NOW,
    by: 'UANNA',
    ...change,
  }
}

describe('a link', () => {
  test('comes back as it was put in', async () => {
    const store = redis.open()
    const link = aLink()
    expect(await store.links.of('UANNA')).toBeUndefined()
    expect(await store.links.add(link)).toBe('added')
    expect(await store.links.of('UANNA')).toEqual(link)
  })

  test.each(['email', 'sign-in', 'administrator'] as const)('that was proved by %s says so', async (proof) => {
    const { links } = redis.open()
    const link = aLink({ proof })
    await links.add(link)
    expect(await links.of('UANNA')).toEqual(link)
  })

  test('is refused if the Dremio user is somebody else already, however their id is written', async () => {
    const store = redis.open()
    const { uid } = aLink()
    await store.links.add(aLink({ uid }))
    expect(await store.links.add(aLink({ person: 'UBERT', uid }))).toBe('taken')
    expect(await store.links.add(aLink({ person: 'UBERT', uid: uid.toUpperCase() }))).toBe('taken')
    expect(await store.links.of('UBERT')).toBeUndefined()
  })

  test('is refused if the person is linked already, and the old one stays', async () => {
    const store = redis.open()
    const [old, other] = [aLink(), aLink()]
    await store.links.add(old)
    expect(await store.links.add(other)).toBe('taken')
    expect(await store.links.of('UANNA')).toEqual(old)
    expect(await store.links.add(aLink({ person: 'UBERT', uid: other.uid }))).toBe('added')
  })

  test('goes when it is removed, and frees the person and the Dremio user', async () => {
    const store = redis.open()
    const link = aLink()
    await store.links.add(link)
    expect(await store.links.remove('UANNA')).toEqual(link)
    expect(await store.links.of('UANNA')).toBeUndefined()
    expect(await store.links.remove('UANNA')).toBeUndefined()
    expect(await store.links.add(aLink({ person: 'UBERT', uid: link.uid }))).toBe('added')
    expect(await store.links.add(aLink())).toBe('added')
  })

  test('leaves nothing behind when it is removed', async () => {
    const store = redis.open()
    await store.links.add(aLink())
    await store.links.remove('UANNA')
    expect(await store.raw((raw) => raw.exists(store.keys.links, store.keys.linkedUsers, store.keys.userOwners))).toBe(
      0,
    )
  })

  test('is found with everybody else’s, however many there are', async () => {
    const { links } = redis.open()
    // More than are asked for in one go; a few at a time, for the embedded server is slow at scripts.
    const people = Array.from({ length: 700 }, (_, number) => `U${number}`)
    for (let first = 0; first < people.length; first += 50) {
      await Promise.all(people.slice(first, first + 50).map((person) => links.add(aLink({ person }))))
    }
    await links.remove('U7')
    const found = new Set<string>()
    for await (const person of links.everybody()) found.add(person)
    expect(found).toEqual(new Set(people.filter((person) => person !== 'U7')))
  })

  test('that cannot be read is our fault, and can still be removed', async () => {
    const store = redis.open(undefined, UNSIGNED)
    const link = aLink()
    await store.links.add(link)
    await store.raw((raw) => raw.hset(store.keys.links, 'UANNA', '{"proof":"hearsay"}'))
    expect(await codeOf(store.links.of('UANNA'))).toBe('broken')
    expect(await store.links.remove('UANNA')).toBeUndefined()
    expect(store.troubles).toHaveLength(2)
    expect(store.troubles.join()).not.toContain('hearsay')
    expect(await store.links.add(link)).toBe('added')
  })
})

describe('what an administrator assigned', () => {
  const assigned = (change: Partial<Link> = {}) => aLink({ proof: 'administrator', by: 'UCARA', ...change })

  test('replaces the person’s link, frees their earlier Dremio user, and is remembered', async () => {
    const store = redis.open()
    const before = aLink()
    await store.links.add(before)
    const link = assigned()
    expect(await store.links.assign(link)).toBe('added')
    expect(await store.links.of('UANNA')).toEqual(link)
    expect(await store.links.assignmentOf('UANNA')).toEqual(link)
    expect(await store.links.add(aLink({ person: 'UBERT', uid: before.uid }))).toBe('added')
  })

  test('stays when the link is removed, until it is removed itself', async () => {
    const { links } = redis.open()
    const link = assigned()
    await links.assign(link)
    await links.remove('UANNA')
    expect(await links.of('UANNA')).toBeUndefined()
    expect(await links.assignmentOf('UANNA')).toEqual(link)
    expect(await links.removeAssignment('UANNA')).toEqual(link)
    expect(await links.assignmentOf('UANNA')).toBeUndefined()
    expect(await links.removeAssignment('UANNA')).toBeUndefined()
  })

  test('is refused if the Dremio user is somebody else’s, and changes nothing', async () => {
    const { links } = redis.open()
    const [own, others] = [aLink(), aLink({ person: 'UBERT' })]
    await links.add(own)
    await links.add(others)
    expect(await links.assign(assigned({ uid: others.uid.toUpperCase() }))).toBe('taken')
    expect(await links.of('UANNA')).toEqual(own)
    expect(await links.assignmentOf('UANNA')).toBeUndefined()
  })

  test('is not overwritten by a link that was made before assignments were kept', async () => {
    const { links } = redis.open()
    const [first, second] = [assigned(), assigned()]
    await links.keepAssignment(first)
    await links.keepAssignment(second)
    expect(await links.assignmentOf('UANNA')).toEqual(first)
  })
})

describe('at the same moment', () => {
  test('two administrators who assign one Dremio user to two people: exactly one of them is linked', async () => {
    const store = redis.open()
    const uid = randomUUID()
    const people = Array.from({ length: 10 }, (_, number) => `U${number}`)
    const links = people.map((person) => aLink({ person, uid, proof: 'administrator' }))
    const added = await Promise.all(links.map((link) => store.links.assign(link)))
    expect(added.filter((answer) => answer === 'added')).toHaveLength(1)
    const linked = await Promise.all(people.map((person) => store.links.of(person)))
    expect(linked.filter(Boolean)).toHaveLength(1)
  })

  test('twenty people who want one Dremio user: exactly one gets it', async () => {
    const store = redis.open()
    const uid = randomUUID()
    const people = Array.from({ length: 20 }, (_, number) => `U${number}`)
    const added = await Promise.all(people.map((person) => store.links.add(aLink({ person, uid }))))
    expect(added.filter((answer) => answer === 'added')).toHaveLength(1)
    const linked = await Promise.all(people.map((person) => store.links.of(person)))
    expect(linked.flatMap((link) => link?.person ?? [])).toEqual([people[added.indexOf('added')]])
  })

  test('one person who wants twenty Dremio users gets exactly one', async () => {
    const store = redis.open()
    const links = Array.from({ length: 20 }, () => aLink())
    const added = await Promise.all(links.map((link) => store.links.add(link)))
    expect(added.filter((answer) => answer === 'added')).toHaveLength(1)
    expect(await store.links.of('UANNA')).toEqual(links[added.indexOf('added')])
    expect(await store.raw((raw) => raw.hlen(store.keys.userOwners))).toBe(1)
  })

  test('people who come and go never share a Dremio user', async () => {
    const store = redis.open()
    const uid = randomUUID()
    const people = ['UANNA', 'UBERT', 'UCARA']
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        people.flatMap((person) => [store.links.add(aLink({ person, uid })), store.links.remove(person)]),
      )
      const linked = await Promise.all(people.map((person) => store.links.of(person)))
      expect(linked.filter(Boolean).length).toBeLessThanOrEqual(1)
    }
  })
})
