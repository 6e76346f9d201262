// A token that Slack does not take any more stops the jobs of this process, in words, and their return starts them again.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BotError } from '../../src/core/errors.ts'
import { noRetryOptions, sdkLogger, slackClient } from '../../src/slack/client.ts'
import { createTokenWatch, type TokenWatch } from '../../src/slack/token-watch.ts'
import { type Slack, startSlack } from '../world/slack/slack.ts'

let slack: Slack
let watch: TokenWatch
let happened: string[]

beforeEach(async () => {
  slack = await startSlack({ people: [] })
  happened = []
  const access = { botToken: slack.bot.token, apiUrl: slack.apiUrl, logger: sdkLogger(() => {}) }
  watch = createTokenWatch({
    client: slackClient(access, noRetryOptions(access)),
    log: { info: (_, message) => happened.push(message), error: (facts) => happened.push(JSON.stringify(facts)) },
    jobs: { start: () => void happened.push('start'), stop: async () => void happened.push('stop') },
  })
})
afterEach(async () => {
  watch.stop()
  await slack.close()
})

const asked = () => slack.requests.filter(({ method }) => method === 'auth.test').length
const refusal = new BotError('slack_unavailable', { operation: 'read who you are', reason: 'token_revoked' })

test('is asked about once for all who suspect it, and stops the jobs only if Slack says so', async () => {
  slack.fail('auth.test', { error: 'token_revoked' })
  watch.suspect(refusal)
  watch.suspect()
  await vi.waitFor(() => expect(happened).toEqual(['{"reason":"token_revoked"}', 'stop']))
  expect(asked()).toBe(1)
  await expect(watch.mustBeTaken()).rejects.toMatchObject({ facts: { reason: 'token_revoked' } })
  watch.suspect(refusal)
  expect(asked()).toBe(1)
})

test('that Slack takes after all is no refusal, nor is an outage', async () => {
  watch.suspect(refusal)
  await vi.waitFor(() => expect(asked()).toBe(1))
  await slack.quiet()
  slack.fail('auth.test', { status: 503 })
  watch.suspect()
  await vi.waitFor(() => expect(asked()).toBe(2))
  await slack.quiet()
  await expect(watch.mustBeTaken()).resolves.toBeUndefined()
  expect(happened).toEqual([])
})

test.each([
  new BotError('slack_unavailable', { operation: 'read who you are', reason: 'ratelimited' }),
  new BotError('redis_unavailable', {}),
  new TypeError('token_revoked'),
])('is not suspected for every failure', async (error) => {
  const handled: unknown[] = []
  watch.noticing((one) => void handled.push(one))(error)
  await slack.quiet()
  expect(handled).toEqual([error])
  expect(asked()).toBe(0)
})

test('that is taken again starts the jobs again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    slack.fail('auth.test', { error: 'account_inactive' })
    watch.suspect()
    await vi.waitFor(() => expect(happened).toContain('stop'))
    await vi.advanceTimersByTimeAsync(30_000)
    vi.useRealTimers()
    await vi.waitFor(() => expect(happened.slice(-2)).toEqual(['Slack takes our token again', 'start']))
    await expect(watch.mustBeTaken()).resolves.toBeUndefined()
  } finally {
    vi.useRealTimers()
  }
})
