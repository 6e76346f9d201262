// What the bot may rely on when it writes down what was done.
import { expect, test } from 'vitest'
import type { AuditEntry } from '../../src/core/audit.ts'
import { NOW, type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile()

async function written(store: OpenStore): Promise<Record<string, string>[]> {
  const entries = await store.raw((raw) => raw.xrange(store.keys.audit, '-', '+'))
  return entries.map(([, fields]) =>
    Object.fromEntries(fields.flatMap((field, at) => (at % 2 ? [] : [[field, fields[at + 1] ?? '']]))),
  )
}

test('every deed is written down with its moment and what is known of it', async () => {
  const store = redis.open()
  await store.audit.append({
    action: 'request.created',
    by: 'UANNA',
    for: 'UANNA',
    request: 'k7m2q9xt',
    lifetime: 3_600_000,
  })
  store.clock.time += 1_000
  await store.audit.append({
    action: 'request.approved',
    by: 'UBERT',
    for: 'UANNA',
    request: 'k7m2q9xt',
    label: 'tableau',
  })
  expect(await written(store)).toEqual([
    {
      at: String(NOW),
      action: 'request.created',
      by: 'UANNA',
      for: 'UANNA',
      request: 'k7m2q9xt',
      lifetime: '3600000',
    },
    {
      at: String(NOW + 1_000),
      action: 'request.approved',
      by: 'UBERT',
      for: 'UANNA',
      request: 'k7m2q9xt',
      label: 'tableau',
    },
  ])
})

test('the order in which deeds are written is kept, whatever our clock does', async () => {
  const store = redis.open()
  for (const [moment, note] of [
    [NOW, 'first'],
    [NOW - 60_000, 'second'],
    [NOW, 'third'],
  ] as const) {
    store.clock.time = moment
    await store.audit.append({ action: 'link.added', by: 'UANNA', for: 'UANNA', note })
  }
  expect((await written(store)).map(({ note }) => note)).toEqual(['first', 'second', 'third'])
})

test('what an entry should not carry is not written', async () => {
  const store = redis.open()
  await store.audit.append({ action: 'token.revoked', by: 'bot', for: 'UANNA', secret: 'canary-2' } as AuditEntry)
  expect(await written(store)).toEqual([{ at: String(NOW), action: 'token.revoked', by: 'bot', for: 'UANNA' }])
})
