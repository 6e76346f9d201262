// Where an error was thrown, for the log: places only, and never a word of its message.
import { expect, test } from 'vitest'
import { placesIn } from '../../src/core/stack-places.ts'

function thrown(message: string, stack?: string): Error {
  const error = new Error(message)
  if (stack !== undefined) error.stack = stack
  return error
}
const frames = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `    at deed${index} (/srv/app/dist/redis/file${index}.js:${index + 1}:7)`,
  )

test('are the five topmost, each by the end of its path', () => {
  expect(placesIn(thrown('canary', ['Error: canary', ...frames(7)].join('\n')))).toEqual([
    'dist/redis/file0.js:1:7',
    'dist/redis/file1.js:2:7',
    'dist/redis/file2.js:3:7',
    'dist/redis/file3.js:4:7',
    'dist/redis/file4.js:5:7',
  ])
})

test('are read of frames without a name and of short paths', () => {
  const stack = [
    'Error',
    '    at file.js:1:2',
    '    at async node:internal/x:3:4',
    '    at <anonymous>',
    'no frame a/b.js:5:6',
  ]
  expect(placesIn(thrown('', stack.join('\n')))).toEqual(['file.js:1:2', 'node:internal/x:3:4'])
})

test('hold nothing of a message that looks like a frame', () => {
  const message = 'canary\n    at secret (/canary/a/b.js:1:1)'
  expect(placesIn(thrown(message, `Error: ${message}\n${frames(1).join()}`))).toEqual(['dist/redis/file0.js:1:7'])
})

test('are none where the message is not in the stack, which may be anything then', () => {
  expect(placesIn(thrown('canary', `Error: other\n${frames(1).join()}`))).toEqual([])
  expect(placesIn(Object.assign(new Error('canary'), { stack: undefined }))).toEqual([])
})

test('are not known of what is no error', () => {
  expect(placesIn('    at a (/b/c.js:1:1)')).toBeUndefined()
  expect(placesIn({ stack: frames(1).join(), message: '' })).toBeUndefined()
})
