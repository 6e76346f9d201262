// The bot's signing keys: one at a time, published ahead and a day after, and never more of them than may be seen.
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { SigningKeys } from '../../src/core/sessions/session.ts'
import { issuerKeys } from '../../src/dremio/sessions/issuer-keys.ts'
import { keysInMemory } from './keeping.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SLOT = 30 * DAY
const BEGIN = 600 * SLOT

function open(store: SigningKeys & { names(): string[] } = keysInMemory()) {
  const clock = { at: BEGIN, now: () => clock.at }
  const keys = issuerKeys(store, clock)
  const published = async () => (await keys.jwks()).keys.map(({ kid }) => kid)
  return { clock, keys, store, published }
}

describe('signing keys', () => {
  it('are published without anything private', async () => {
    const { keys } = open()
    const { kid } = await keys.current()
    expect((await keys.jwks()).keys).toEqual([
      { kty: 'RSA', n: expect.stringMatching(/^[\w-]{342}$/), e: 'AQAB', kid, alg: 'RS256', use: 'sig' },
    ])
  })

  it('cannot be taken out of the process', async () => {
    const { keys } = open()
    const { sign } = await keys.current()
    expect([sign.type, sign.extractable, sign.usages]).toEqual(['private', false, ['sign']])
  })

  it('are the same for thirty days', async () => {
    const { clock, keys } = open()
    const { kid } = await keys.current()
    clock.at = BEGIN + SLOT - 1
    expect((await keys.current()).kid).toBe(kid)
    clock.at = BEGIN + SLOT
    expect((await keys.current()).kid).not.toBe(kid)
  })

  it('are published two days ahead, one day after, and then removed', async () => {
    const { clock, keys, store, published } = open()
    const { kid: first } = await keys.current()
    clock.at = BEGIN + 28 * DAY - 1
    expect(await published()).toEqual([first])
    clock.at += 1
    const [, second] = await published()
    expect(await published()).toEqual([first, second])
    clock.at = BEGIN + SLOT
    expect((await keys.current()).kid).toBe(second)
    expect(await published()).toEqual([second, first])
    clock.at = BEGIN + SLOT + DAY - 1
    expect(await published()).toEqual([second, first])
    clock.at += 1
    expect(await published()).toEqual([second])
    expect(store.names()).toEqual(['slot-601'])
  })

  it('that are not named as ours are left alone', async () => {
    const { store, keys } = open()
    await store.add('of-somebody-else', new Secret('{}'))
    await keys.current()
    expect(store.names()).toEqual(['of-somebody-else', 'slot-600'])
  })

  it('are the same for two processes that start at once', async () => {
    const store = keysInMemory()
    const [one, other] = [open(store), open(store)]
    const [first, second] = await Promise.all([one.keys.current(), other.keys.current()])
    expect(first.kid).toBe(second.kid)
  })

  it('have another name when they were lost and made again', async () => {
    const { keys, store } = open()
    const { kid } = await keys.current()
    await store.remove('slot-600')
    expect((await keys.current()).kid).not.toBe(kid)
  })
})
