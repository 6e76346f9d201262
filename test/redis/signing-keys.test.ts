// What the bot may rely on when it keeps the keys with which it signs for people.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { SigningKeys } from '../../src/core/sessions/session.ts'
import { aKey, codeOf, type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const aSigningKey = () => new Secret(`canary-signing-${randomUUID()}`)

async function inClear(signingKeys: SigningKeys) {
  return new Map([...(await signingKeys.all())].map(([name, key]) => [name, key.reveal()]))
}

const sealedOf = (store: OpenStore, name: string) => store.raw((raw) => raw.hget(store.keys.signingKeys, name))

describe('a signing key', () => {
  test('comes back under its name, and stays for ever', async () => {
    const store = redis.open()
    const [one, other] = [aSigningKey(), aSigningKey()]
    expect(await store.signingKeys.all()).toEqual(new Map())
    expect((await store.signingKeys.add('one', one)).reveal()).toBe(one.reveal())
    await store.signingKeys.add('other', other)
    expect(await inClear(store.signingKeys)).toEqual(
      new Map([
        ['one', one.reveal()],
        ['other', other.reveal()],
      ]),
    )
    expect(await store.raw((raw) => raw.pttl(store.keys.signingKeys))).toBe(-1)
  })

  test('that is there already is the one that whoever adds another gets', async () => {
    const { signingKeys } = redis.open()
    const first = aSigningKey()
    await signingKeys.add('one', first)
    expect((await signingKeys.add('one', aSigningKey())).reveal()).toBe(first.reveal())
    expect(await inClear(signingKeys)).toEqual(new Map([['one', first.reveal()]]))
  })

  test('is the same for twenty who add one at once, in two processes', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    const got = await Promise.all(
      Array.from({ length: 20 }, (_, number) => (number % 2 ? store : other).signingKeys.add('one', aSigningKey())),
    )
    expect(new Set(got.map((key) => key.reveal())).size).toBe(1)
    expect(await inClear(other.signingKeys)).toEqual(new Map([['one', got[0]?.reveal()]]))
  })

  test('goes when it is removed, and another may take its name', async () => {
    const { signingKeys } = redis.open()
    const next = aSigningKey()
    await signingKeys.add('one', aSigningKey())
    await signingKeys.remove('one')
    await signingKeys.remove('one')
    expect(await signingKeys.all()).toEqual(new Map())
    expect((await signingKeys.add('one', next)).reveal()).toBe(next.reveal())
  })

  test('tells nobody who looks into Redis anything', async () => {
    const store = redis.open()
    await store.signingKeys.add('one', aSigningKey())
    const dump = await redis.running().dump()
    expect(dump).toContain(store.keys.signingKeys)
    expect(dump).not.toContain('canary')
  })

  test('does not open under another name', async () => {
    const store = redis.open()
    await store.signingKeys.add('one', aSigningKey())
    const text = (await sealedOf(store, 'one')) ?? ''
    await store.raw((raw) => raw.hset(store.keys.signingKeys, 'other', text))
    expect([...(await store.signingKeys.all()).keys()]).toEqual(['one'])
  })

  test('cannot be kept without a key to encrypt it with', async () => {
    const store = redis.open(undefined, [])
    expect(await codeOf(store.signingKeys.add('one', aSigningKey()))).toBe('broken')
    expect(await sealedOf(store, 'one')).toBeNull()
    expect(await store.signingKeys.all()).toEqual(new Map())
  })
})

describe('when encryption keys are rotated', () => {
  test.each(['all', 'add'] as const)(
    'a signing key is encrypted anew by %s, and needs the old one no more',
    async (use) => {
      const [fresh, old] = [aKey(), aKey()]
      const before = redis.open(undefined, [old])
      const key = aSigningKey()
      await before.signingKeys.add('one', key)
      const sealed = await sealedOf(before, 'one')

      const both = redis.open(before.prefix, [fresh, old])
      if (use === 'all') expect(await inClear(both.signingKeys)).toEqual(new Map([['one', key.reveal()]]))
      else expect((await both.signingKeys.add('one', aSigningKey())).reveal()).toBe(key.reveal())
      expect(await sealedOf(both, 'one')).not.toBe(sealed)
      expect(await inClear(redis.open(before.prefix, [fresh]).signingKeys)).toEqual(new Map([['one', key.reveal()]]))
    },
  )

  test('one whose encryption key is gone hides no other', async () => {
    const before = redis.open(undefined, [aKey()])
    await before.signingKeys.add('lost', aSigningKey())
    const after = redis.open(before.prefix, [aKey()])
    await after.signingKeys.add('one', aSigningKey())
    expect([...(await after.signingKeys.all()).keys()]).toEqual(['one'])
    expect(after.troubles).toHaveLength(1)
  })

  test('one whose encryption key is gone is replaced, by the same for all who add one at once', async () => {
    const fresh = aKey()
    const before = redis.open(undefined, [aKey()])
    await before.signingKeys.add('one', aSigningKey())
    const after = [redis.open(before.prefix, [fresh]), redis.open(before.prefix, [fresh])]
    const got = await Promise.all(
      Array.from({ length: 10 }, (_, number) => after[number % 2]?.signingKeys.add('one', aSigningKey())),
    )
    expect(new Set(got.map((key) => key?.reveal())).size).toBe(1)
    for (const { signingKeys } of after)
      expect(await inClear(signingKeys)).toEqual(new Map([['one', got[0]?.reveal()]]))
  })
})
