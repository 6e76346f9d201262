// What goes wrong while cards are shown is logged, and shown again later where that helps.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nameOf } from '../../../src/core/error-name.ts'
import { BotError } from '../../../src/core/errors.ts'
import type { Ports } from '../../../src/core/ports.ts'
import { showRequestCards } from '../../../src/procedures/messages/publish-request-cards.ts'
import { noRetryOptions, sdkLogger, slackClient } from '../../../src/slack/client.ts'
import { createMessenger } from '../../../src/slack/messenger.ts'
import { english } from '../../../src/words/words.ts'
import { type OpenStore, redisForThisFile } from '../../redis/store.ts'
import { aPolicy, aRequest } from '../../slack/reading.ts'
import { type MovableClock, stillClock } from '../../world/clock.ts'
import { type Slack, startSlack } from '../../world/slack/slack.ts'

const redis = redisForThisFile()
let clock: MovableClock
let slack: Slack
let store: OpenStore
let troubles: [operation: string, error: string][]
let ports: Ports
beforeEach(async () => {
  clock = stillClock()
  slack = await startSlack({ people: [{ id: 'UANA' }, { id: 'UBEA' }], channels: [], now: clock.now })
  store = redis.open()
  troubles = []
  const access = { botToken: slack.bot.token, apiUrl: slack.apiUrl, logger: sdkLogger(() => {}) }
  const client = slackClient(access, noRetryOptions(access))
  const messenger = createMessenger({
    client,
    noRetryClient: client,
    homeClient: client,
    locations: store.messageLocations,
    clock,
    wordsFor: async () => english,
    onTrouble: (error, operation) => troubles.push([operation, nameOf(error)]),
  })
  ports = { ...store, clock, policy: aPolicy, messenger } as unknown as Ports
})
afterEach(() => slack.close())

test('a card that Slack refuses to change is logged, and not tried again', async () => {
  await store.requests.create(aRequest())
  expect(await showRequestCards(ports, aRequest())).toEqual({ isShown: true, refused: [] })
  slack.fail('chat.update', { error: 'invalid_blocks' }, { times: 9 })
  expect(await showRequestCards(ports, aRequest())).toEqual({ isShown: true, refused: ['UANA', 'UBEA'] })
  expect(troubles).toContainEqual(['show a card', 'slack_unavailable'])
})

test('a card that cannot be drawn is logged', async () => {
  const request = aRequest({ requestedAt: 9e15, lapsesAt: 9e15 + 1 })
  await store.requests.create(request)
  expect(await showRequestCards(ports, request)).toMatchObject({ isShown: false })
  expect(troubles).toContainEqual(['show a card', 'RangeError'])
})

test('a Redis that fails while cards are shown is logged, and the cards are shown later', async () => {
  const requests = { ...store.requests, find: () => Promise.reject(new BotError('redis_unavailable', {})) }
  await store.requests.create(aRequest())
  expect(await showRequestCards({ ...ports, requests } as Ports, aRequest())).toMatchObject({ isShown: false })
  expect(troubles).toContainEqual(['show a card', 'redis_unavailable'])
})

test('a reminder that is sent again after a crash leaves the newer ones where they stand', async () => {
  const { messenger } = ports
  const deletions = () => slack.requests.filter(({ method }) => method === 'chat.delete').length
  const request = aRequest()
  expect(await messenger.remindReviewers(request, ['UBEA'], 1)).toBe(true)
  expect(await messenger.remindReviewers(request, ['UBEA'], 2)).toBe(true)
  expect(deletions()).toBe(1)
  expect(await messenger.remindReviewers(request, ['UBEA'], 1)).toBe(true)
  expect(slack.requests.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(2)
  expect(deletions()).toBe(1)
  expect(await messenger.remindedReviewers(request, 2)).toEqual(['UBEA'])
  expect(await messenger.remindedReviewers(request, 3)).toEqual([])
})
