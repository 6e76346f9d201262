// Slack's rate limits: a short one is waited out, a long one is left to whoever tries again later.
import { WebAPIRateLimitedError } from '@slack/web-api'
import { expect, test } from 'vitest'
import { waitOutRateLimit } from '../../src/slack/rate-limit-wait.ts'

/** Refused so often with these waits, in seconds, and then answered. */
function callRefused(...waits: number[]) {
  const left = [...waits]
  let calls = 0
  return {
    call: async () => {
      calls += 1
      const wait = left.shift()
      if (wait !== undefined) throw new WebAPIRateLimitedError(wait)
      return 'answered'
    },
    count: () => calls,
  }
}

test.each([
  [[], 1],
  [[0.01], 2],
  [[0.01, 0.02, 0.01], 4],
])('short waits %j are waited out', async (waits, calls) => {
  const refused = callRefused(...waits)
  expect(await waitOutRateLimit(refused.call)).toBe('answered')
  expect(refused.count()).toBe(calls)
})

test.each([[[60], 1] as const, [[0.01, 0.01, 0.01], 3] as const])(
  'waits %j that are too long together are not waited out',
  async (waits, calls) => {
    const refused = callRefused(...waits)
    await expect(waitOutRateLimit(refused.call, 25)).rejects.toBeInstanceOf(WebAPIRateLimitedError)
    expect(refused.count()).toBe(calls)
  },
)

test('another failure is not tried again', async () => {
  const call = () => Promise.reject(new Error('channel_not_found'))
  await expect(waitOutRateLimit(call)).rejects.toThrow('channel_not_found')
})
