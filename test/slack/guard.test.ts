// What the guard writes down of a failure that nobody foresaw: where it came from, never what it says.
import { expect, test } from 'vitest'
import { createGuard } from '../../src/slack/guard.ts'
import { english } from '../../src/words/words.ts'

test('no line of an unforeseen error’s message is in the log, nor in what the person is told', async () => {
  const written: string[] = []
  const told: string[] = []
  const write = (facts: object, message: string) => void written.push(JSON.stringify({ ...facts, message }))
  const guard = createGuard({
    ids: { request: () => 'k7m2q9xt', reference: () => 'K7M2Q9', unguessable: () => 'unguessable' },
    clock: { now: () => 0 },
    repeats: { claim: async () => true, forget: async () => {} },
    languages: { learn: async () => {}, wordsOf: () => english },
    log: { info: write, warn: write, error: write },
  })
  await guard.run({
    kind: 'button',
    name: 'secret.saved',
    actor: 'UANA',
    idempotencyKey: undefined,
    handle: () => Promise.reject(new TypeError('first canary\nsecond canary\n  at third canary')),
    tell: async ({ text }) => void told.push(text),
  })
  expect([...written, ...told].join('\n')).not.toContain('canary')
  expect(written.join()).toMatch(/TypeError.*guard\.test\.ts:\d+/)
  expect(told).toEqual([expect.stringContaining('(reference K7M2Q9)')])
})
