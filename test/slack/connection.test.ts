// The connection to Slack: what is known as soon as Slack has said it, and what readiness says until all is open.
import { expect, test } from 'vitest'
import { BotError } from '../../src/core/errors.ts'
import { connectToSlack } from '../../src/slack/connection.ts'

const log = { info() {}, warn() {}, error() {} }

test('whose token it is is known before a socket opens, and readiness still waits for the socket', async () => {
  const stopping = new AbortController()
  let known = 0
  const slack = connectToSlack(
    {
      whose: async () => ({ team: 'T1' }),
      open: () => Promise.reject(new BotError('slack_unavailable', { operation: 'open a socket', reason: 'HTTP 503' })),
    },
    log,
  )
  const connecting = slack.connect(stopping.signal, () => {
    known += 1
  })
  await expect.poll(() => slack.team).toBe('T1')
  await expect(slack.check()).rejects.toMatchObject({ facts: { reason: 'HTTP 503' } })
  stopping.abort()
  await connecting
  expect(known).toBe(1)
})

test('a part that opens nothing is connected as soon as that is known', async () => {
  const slack = connectToSlack({ whose: async () => ({ team: 'T1' }) }, log)
  await expect(slack.check()).rejects.toMatchObject({ facts: { reason: 'not connected' } })
  await slack.connect(new AbortController().signal, () => {})
  await slack.check()
})
