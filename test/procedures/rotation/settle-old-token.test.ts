// What becomes of a replaced token when somebody else writes on it at the same moment.
import { expect, test } from 'vitest'
import { builtInPolicy } from '../../../src/core/policy/evaluate.ts'
import type { Ports } from '../../../src/core/ports.ts'
import { DAY } from '../../../src/core/time/duration.ts'
import type { Token } from '../../../src/core/tokens/token.ts'
import { settleOldToken } from '../../../src/procedures/rotation/settle-old-token.ts'
import { aToken, NOW } from '../../core/tokens/tokens.ts'

const successor = aToken({ tid: 'e9eb5896-ad53-4066-8faa-0a837ac199e6' })
const replaced = aToken({ replacedBy: successor.tid })

/** The old one as it is read first, and as it is at every look after that. */
function worldOf(first: Token, later: Token) {
  const due: number[] = []
  let looks = 0
  const ports = {
    clock: { now: () => NOW },
    policy: () => builtInPolicy([], 'cloud'),
    tokens: {
      async find(tid: string) {
        if (tid === successor.tid) return successor
        looks += 1
        return looks === 1 ? first : later
      },
      swap: async () => true,
    },
    requests: { find: async () => undefined },
    alarms: {
      async set(kind: string, _id: string, at: number) {
        if (kind === 'cut-old-token') due.push(at)
      },
      setNoLater: async () => {},
    },
    audit: { append: async () => {}, written: () => {} },
    messenger: { announce: async () => {} },
  } as unknown as Ports
  return { ports, due }
}

test('whoever retires it comes again when its grace time is over', async () => {
  const { ports, due } = worldOf(replaced, replaced)
  await settleOldToken(ports, replaced.tid)
  expect(due).toEqual([NOW + DAY])
})

test.each([
  ['its grace time was about to start', replaced, { ...replaced, version: 2 }],
  [
    'it was to stay',
    { ...replaced, replacedBy: '00000000-0000-4000-8000-000000000000' },
    { ...replaced, replacedBy: '00000000-0000-4000-8000-000000000000', version: 2 },
  ],
])('whoever was second looks again at once: %s', async (_when, first, later) => {
  const { ports, due } = worldOf(first, later)
  const find = ports.tokens.find.bind(ports.tokens)
  ports.tokens.find = async (tid) => (tid.startsWith('00000000') ? undefined : find(tid))
  await settleOldToken(ports, first.tid)
  expect(due).toEqual([NOW])
})
