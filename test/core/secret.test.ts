// A secret prints as [secret], however it is printed.
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createLog } from '../../src/log.ts'

const VALUE = 'hunter2-hunter2'
const secret = new Secret(VALUE)

test.each<[string, () => string]>([
  ['in a template', () => `${secret}`],
  ['joined', () => ['a', secret].join()],
  ['as JSON', () => JSON.stringify({ secret, list: [secret] })],
  ['inspected', () => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
  ['spread', () => JSON.stringify({ ...secret }) + inspect({ ...secret })],
  ['by its keys', () => Object.entries(secret).join() + Object.getOwnPropertyNames(secret).join()],
  ['in an error', () => inspect(new Error(`failed with ${secret}`, { cause: { secret } }))],
  [
    'in a log line',
    () => {
      const lines: string[] = []
      createLog('info', { write: (line) => void lines.push(line) }).info({ secret }, `said ${secret}`)
      return lines.join()
    },
  ],
])('%s', (_how, print) => {
  expect(print()).not.toContain(VALUE)
})

test('is revealed on purpose only', () => {
  expect(secret.reveal()).toBe(VALUE)
})
