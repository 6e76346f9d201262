// A secret prints as [secret], however it is printed.
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { looksLikeSecret, Secret } from '../../src/core/secret.ts'
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

test.each([
  ['CFL4XzlOStifBfZJVfTfOrrop6hOJuM4DN6TPtnpwRzWB995+tWQbC/GLn2MCQ==', true],
  ['see CFL4XzlOStifBfZJVfTfOrrop6hOJuM4DN6TPtnpwRzWB995+tWQbC/GLn2MCQ== there', true],
  ['CFL4XzlOStifBfZJVfTfOrrop6hOJuM4DN6TPtnpwRzWB995%2BtWQbC%2FGLn2MCQ%3D%3D', true],
  ['an ordinary sentence, with == in it', false],
  ['6c2cda83-f2be-43ea-bf51-adda9c101023', false],
])('%j looks like a token: %s', (text, looks) => {
  expect(looksLikeSecret(text)).toBe(looks)
})
