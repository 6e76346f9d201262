// What the bot may rely on when it encrypts what rests in Redis.
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { type EncryptedPlace, type Encryption, encryptionWith } from '../../src/redis/encryption.ts'
import { aKey } from './store.ts'

const place: EncryptedPlace = { key: '{pat}:session:UANNA', field: 'sealed' }

function aSealing(...keys: Secret[]): Encryption & { troubles: string[] } {
  const troubles: string[] = []
  return { ...encryptionWith(keys, (message) => troubles.push(message)), troubles }
}

function revealed(value: unknown): string {
  if (!(value instanceof Secret)) throw new Error('no Secret')
  return value.reveal()
}

describe('what is sealed', () => {
  test.each(['a text', '', 'ä "quoted" 🙂 \u0000', 42, true, null, [1, [2]], { a: { b: ['c'] } }])(
    'comes back as it was: %j',
    (value) => {
      const encryption = aSealing(aKey())
      expect(encryption.decrypt(encryption.encrypt(value, place), place)).toEqual({ value, stale: false })
    },
  )

  test.each(['canary-5', '', 'ä "quoted" 🙂', 'x'.repeat(100_000)])('comes back as a Secret if it was one', (value) => {
    const encryption = aSealing(aKey())
    expect(revealed(encryption.decrypt(encryption.encrypt(new Secret(value), place), place)?.value)).toBe(value)
  })

  test('keeps the Secrets within it as Secrets', () => {
    const encryption = aSealing(aKey())
    const sealed = encryption.encrypt({ uid: 'x', list: [new Secret('one')], in: { token: new Secret('two') } }, place)
    const value = encryption.decrypt(sealed, place)?.value as { uid: string; list: unknown[]; in: { token: unknown } }
    expect([value.uid, revealed(value.list[0]), revealed(value.in.token)]).toEqual(['x', 'one', 'two'])
    expect(inspect(value, { depth: 9 }) + JSON.stringify(value)).not.toMatch(/one|two/)
  })

  test('says nothing of it, and never looks the same twice', () => {
    const key = aKey()
    const encryption = aSealing(key)
    const texts = Array.from({ length: 50 }, () => encryption.encrypt(new Secret('canary-5'), place))
    expect(new Set(texts).size).toBe(50)
    expect(texts.filter((text) => !/^v1\.[\w-]{8}\.[\w-]+$/.test(text))).toEqual([])
    const bodies = texts.map((text) => Buffer.from(text.split('.')[2] ?? '', 'base64url').toString('latin1'))
    expect(bodies.filter((body) => /canary|secret|UANNA/.test(body))).toEqual([])
  })
})

describe('a sealed text opens as nothing', () => {
  const seal = () => {
    const encryption = aSealing(aKey())
    return { encryption, text: encryption.encrypt({ token: new Secret('canary-5') }, place) }
  }

  test.each<[string, EncryptedPlace]>([
    ['of another person', { ...place, key: '{pat}:session:UBERT' }],
    ['of another bot', { ...place, key: '{other}:session:UANNA' }],
    ['of another field', { ...place, field: 'kept' }],
  ])('in the place %s', (_, externalTokens) => {
    const { encryption, text } = seal()
    expect(encryption.decrypt(text, externalTokens)).toBeUndefined()
    expect(encryption.troubles).toEqual([
      'something encrypted in Redis was changed, or moved from its place; it counts as gone',
    ])
  })

  test.each([',', ' ', ':', '","', '\u0000', ''])(
    'in a place that looks alike when put together with %j',
    (between) => {
      const encryption = aSealing(aKey())
      const text = encryption.encrypt('x', { key: `a${between}b`, field: 'c' })
      expect(encryption.decrypt(text, { key: 'a', field: `b${between}c` })).toBeUndefined()
    },
  )

  test('if any of its bytes was changed', () => {
    const { encryption, text } = seal()
    const [version, id, body = ''] = text.split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(bytes.readUInt8(at) ^ 1, at)
      expect(
        encryption.decrypt([version, id, changed.toString('base64url')].join('.'), place),
        `byte ${at}`,
      ).toBeUndefined()
    }
    expect(encryption.troubles).toHaveLength(1)
  })

  test('if it was cut, at any length', () => {
    const { encryption, text } = seal()
    for (let length = 0; length < text.length; length++) {
      expect(encryption.decrypt(text.slice(0, length), place), `${length}`).toBeUndefined()
    }
    expect(encryption.decrypt(`${text}.x`, place)).toBeUndefined()
  })

  test.each(['', 'nonsense', 'v2.x.y', 'v1', 'v1..', '{"token":"canary-5"}', '🙂.🙂.🙂'])('if it is %j', (text) => {
    const { encryption } = seal()
    expect(encryption.decrypt(text, place)).toBeUndefined()
  })

  test('if its key is gone, and an operator hears of that once, without data', () => {
    const { text } = seal()
    const encryption = aSealing(aKey(), aKey())
    for (let time = 0; time < 5; time++) expect(encryption.decrypt(text, place)).toBeUndefined()
    expect(encryption.troubles).toEqual([
      'something in Redis was encrypted with a key that ENCRYPTION_KEYS does not hold; it counts as gone',
    ])
  })

  test('if it says to be sealed with another key than it was', () => {
    const [one, other] = [aKey(), aKey()]
    const encryption = aSealing(one, other)
    const idOf = (sealed: string) => sealed.split('.')[1]
    const [, , body] = encryption.encrypt('x', place).split('.')
    const text = ['v1', idOf(aSealing(other).encrypt('x', place)), body].join('.')
    expect(encryption.decrypt(text, place)).toBeUndefined()
  })
})

describe('several keys', () => {
  test('the first encrypts, all decrypt, and what another one sealed is stale', () => {
    const [fresh, old, older] = [aKey(), aKey(), aKey()]
    const encryption = aSealing(fresh, old, older)
    for (const [key, stale] of [
      [fresh, false],
      [old, true],
      [older, true],
    ] as const) {
      expect(encryption.decrypt(aSealing(key).encrypt('x', place), place)).toEqual({ value: 'x', stale })
    }
    const text = encryption.encrypt('x', place)
    expect(aSealing(fresh).decrypt(text, place)?.value).toBe('x')
    expect(aSealing(old, older).decrypt(text, place)).toBeUndefined()
  })

  test('may name one twice', () => {
    const [one, other] = [aKey(), aKey()]
    const encryption = aSealing(one, other, one)
    expect(encryption.decrypt(encryption.encrypt('x', place), place)?.stale).toBe(false)
  })
})

describe('without a key', () => {
  test('encryption is our fault, and nothing opens', () => {
    const text = aSealing(aKey()).encrypt('x', place)
    const encryption = aSealing()
    expect(() => encryption.encrypt('x', place)).toThrow('broken')
    expect(encryption.decrypt(text, place)).toBeUndefined()
  })
})

describe('a key', () => {
  test.each([0, 16, 31, 33, 64])('of %i bytes is our fault, and the failure does not repeat it', (length) => {
    const key = Buffer.alloc(length, 'canary').toString('base64')
    let failure: unknown
    try {
      aSealing(aKey(), new Secret(key))
    } catch (error) {
      failure = error
    }
    expect(failure).toMatchObject({ code: 'broken' })
    if (key !== '') expect(inspect(failure, { depth: 9 })).not.toContain(key)
  })

  test('is in nothing that can be printed', () => {
    const key = aKey()
    const encryption = aSealing(key)
    const bytes = Buffer.from(key.reveal(), 'base64')
    const printed = [
      inspect(encryption, { depth: 9, showHidden: true }),
      JSON.stringify(encryption),
      encryption.encrypt('x', place),
    ]
    for (const spelling of [key.reveal(), bytes.toString('hex'), bytes.toString('base64url')]) {
      expect(printed.join()).not.toContain(spelling)
    }
  })
})
