// What tells one failure from another: by its code, never by its message.
import { expect, test } from 'vitest'
import { nameOf } from '../../src/core/error-name.ts'
import { BotError, isBotError } from '../../src/core/errors.ts'

const missing = new BotError('no_such_request', {})

test('a failure has its code as its message and a name of its own', () => {
  expect(missing).toMatchObject({ name: 'BotError', message: 'no_such_request', kind: 'missing' })
})

test.each<[what: string, error: unknown, codes: ('no_such_request' | 'broken')[], is: boolean]>([
  ['of that code', missing, ['no_such_request'], true],
  ['of one of these codes', missing, ['broken', 'no_such_request'], true],
  ['of another code', missing, ['broken'], false],
  ['of any code', missing, [], true],
  ['that is none of the bot’s', Object.assign(new Error(), { code: 'no_such_request' }), [], false],
  ['that only has that code', { code: 'no_such_request' }, ['no_such_request'], false],
])('a failure %s is told', (_what, error, codes, is) => {
  expect(isBotError(error, ...codes)).toBe(is)
})

test.each<[error: unknown, name: string]>([
  [missing, 'no_such_request'],
  [new TypeError('canary'), 'TypeError'],
  ['canary', 'string'],
  [undefined, 'undefined'],
])('the log calls %j %s', (error, name) => {
  expect(nameOf(error)).toBe(name)
})
