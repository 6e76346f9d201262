// Which messages are the same one: reader, kind, attempt and moment all count.
import { expect, test } from 'vitest'
import { isSameKey, type MessageKey } from '../../src/core/message-locations.ts'

const key: MessageKey = { reader: 'UANA', kind: 'card', attempt: 1, at: 5 }

test.each<[change: Partial<MessageKey>, same: boolean]>([
  [{}, true],
  [{ reader: 'UBEA' }, false],
  [{ kind: 'lapsed' }, false],
  [{ attempt: 2 }, false],
  [{ at: 6 }, false],
])('with %j the same: %s', (change, same) => {
  expect(isSameKey(key, { ...key, ...change })).toBe(same)
})
