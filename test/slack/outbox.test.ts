// Messages are posted once, whatever crashes between posting one and storing where it stands.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MessageKey, MessageLocations } from '../../src/core/message-locations.ts'
import { MINUTE } from '../../src/core/time/duration.ts'
import { askSlack, noRetryOptions, sdkLogger, slackClient } from '../../src/slack/client.ts'
import type { Message } from '../../src/slack/interaction.ts'
import { type CallSlack, createOutbox } from '../../src/slack/outbox.ts'
import { section } from '../../src/slack/views/block-kit.ts'
import { type OpenStore, redisForThisFile } from '../redis/store.ts'
import { type MovableClock, stillClock } from '../world/clock.ts'
import { type Slack, startSlack } from '../world/slack/slack.ts'

const redis = redisForThisFile()
const SUBJECT = 'k7m2q9xt'
const card: MessageKey = { reader: 'UBEA', kind: 'card', attempt: 0, at: 0 }
const nudge: MessageKey = { reader: 'UBEA', kind: 'review reminder', attempt: 1, at: 0 }
const saying = (text: string): Message => ({ text, blocks: [section(text)] })

let clock: MovableClock
let slack: Slack
let store: OpenStore

beforeEach(async () => {
  clock = stillClock()
  slack = await startSlack({
    people: [{ id: 'UBEA' }],
    channels: [{ id: 'C0DATA', name: 'data', botIsMember: true }],
    now: clock.now,
  })
  store = redis.open()
})
afterEach(() => slack.close())

/** As one process has it. `crashes`: it dies after Slack has taken its message, and stores nothing. */
function outbox({ crashes = false } = {}) {
  const access = { botToken: slack.bot.token, apiUrl: slack.apiUrl, logger: sdkLogger(() => {}) }
  const locations: MessageLocations = crashes
    ? { ...store.messageLocations, store: () => Promise.reject(new Error('crashed')) }
    : store.messageLocations
  const client = slackClient(access, noRetryOptions(access))
  const callSlack: CallSlack = (_method, call) => askSlack('show a card', call)
  return createOutbox({ client, callSlack, search: { client, callSlack }, locations, clock })
}

const texts = () => slack.person('UBEA').messages.map(({ text }) => text)

describe('a message', () => {
  test('is posted once and edited afterwards', async () => {
    await outbox().publish(SUBJECT, card, saying('pending'))
    await outbox().publish(SUBJECT, card, saying('approved'))
    expect(texts()).toEqual(['approved'])
  })

  test('is posted by one of two processes that want to at the same moment', async () => {
    const gate = slack.hold('chat.postMessage')
    const first = outbox().publish(SUBJECT, card, saying('pending'))
    await gate.reached
    expect(await outbox().publish(SUBJECT, card, saying('pending'))).toBe('busy')
    gate.release()
    await first
    expect(texts()).toEqual(['pending'])
  })

  test('that is to be posted once only is left as it is', async () => {
    expect(await outbox().postOnce(SUBJECT, nudge, saying('a reminder'))).toBe(true)
    expect(await outbox().postOnce(SUBJECT, nudge, saying('another'))).toBe(true)
    expect(await outbox().postOnce(SUBJECT, { ...nudge, attempt: 2 }, saying('the second'))).toBe(true)
    expect(texts()).toEqual(['a reminder', 'the second'])
  })

  test('that cannot be edited for another reason is a failure that is told', async () => {
    await outbox().publish(SUBJECT, card, saying('pending'))
    slack.fail('chat.update', { error: 'invalid_blocks' })
    await expect(outbox().publish(SUBJECT, card, saying('approved'))).rejects.toMatchObject({
      facts: { reason: 'invalid_blocks' },
    })
  })

  test('that an earlier version was about to post is posted, and edited afterwards', async () => {
    await store.raw((raw) => raw.hset(store.keys.messagesOf(SUBJECT), 'UBEA', String(clock.now())))
    await outbox().publish(SUBJECT, card, saying('pending'))
    await outbox().publish(SUBJECT, card, saying('approved'))
    clock.pass(MINUTE)
    await outbox().publish(SUBJECT, card, saying('collected'))
    expect(texts()).toEqual(['collected'])
  })

  test('that an earlier version has posted is edited', async () => {
    await outbox().publish(SUBJECT, card, saying('pending'))
    const [stored] = await store.messageLocations.of(SUBJECT)
    const { channel, ts } = stored?.location ?? { channel: '', ts: '' }
    await store.raw((raw) => raw.del(store.keys.messagesOf(SUBJECT)))
    await store.raw((raw) => raw.hset(store.keys.messagesOf(SUBJECT), 'UBEA', `${channel}:${ts}`))
    await outbox().publish(SUBJECT, card, saying('approved'))
    expect(texts()).toEqual(['approved'])
  })

  test('whose location was forgotten since is looked for where it may have been posted', async () => {
    await outbox().publish(SUBJECT, card, saying('pending'))
    await outbox().forget(SUBJECT)
    await outbox().publish(SUBJECT, card, saying('approved'), { mayBePosted: true })
    expect(texts()).toEqual(['approved'])
  })

  test('that its reader has deleted is no failure, and is not posted again', async () => {
    await outbox().publish(SUBJECT, card, saying('pending'))
    slack.fail('chat.update', { error: 'message_not_found' })
    await outbox().publish(SUBJECT, card, saying('approved'))
    expect(texts()).toEqual(['pending'])
  })
})

describe('after a crash between posting and storing where it stands', () => {
  test('the message is found again and edited, not posted a second time', async () => {
    await expect(outbox({ crashes: true }).publish(SUBJECT, card, saying('pending'))).rejects.toThrow('crashed')
    expect(await outbox().publish(SUBJECT, card, saying('approved'))).toBe('busy')
    clock.pass(MINUTE)
    await outbox().publish(SUBJECT, card, saying('approved'))
    await outbox().publish(SUBJECT, card, saying('collected'))
    expect(texts()).toEqual(['collected'])
  })

  test('a reminder is found again and left as it is', async () => {
    await expect(outbox({ crashes: true }).postOnce(SUBJECT, nudge, saying('a reminder'))).rejects.toThrow('crashed')
    clock.pass(MINUTE)
    expect(await outbox().postOnce(SUBJECT, nudge, saying('a reminder'))).toBe(true)
    expect(texts()).toEqual(['a reminder'])
  })

  test('it is not taken for another message to the same reader', async () => {
    await expect(outbox({ crashes: true }).publish(SUBJECT, card, saying('pending'))).rejects.toThrow('crashed')
    await outbox().postOnce(SUBJECT, nudge, saying('a reminder'))
    await outbox().publish('other', card, saying('another request'))
    clock.pass(MINUTE)
    await outbox().publish(SUBJECT, card, saying('approved'))
    expect(texts()).toEqual(['approved', 'a reminder', 'another request'])
  })

  test('it is edited where nothing may be posted any more, and nothing is posted where it never was', async () => {
    await expect(outbox({ crashes: true }).publish(SUBJECT, card, saying('pending'))).rejects.toThrow('crashed')
    clock.pass(MINUTE)
    await outbox().publish(SUBJECT, card, saying('over'), { onlyIfPosted: true })
    expect(await outbox().publish('other', card, saying('over'), { onlyIfPosted: true })).toBeUndefined()
    expect(texts()).toEqual(['over'])
  })

  test('in a channel, which the bot may not read, it is posted again: two are better than none', async () => {
    const inChannel = { ...card, reader: 'C0DATA' }
    await expect(outbox({ crashes: true }).publish(SUBJECT, inChannel, saying('pending'))).rejects.toThrow('crashed')
    clock.pass(MINUTE)
    await outbox().publish(SUBJECT, inChannel, saying('approved'))
    expect(slack.conversation('C0DATA').map(({ text }) => text)).toEqual(['pending', 'approved'])
  })

  test('while Slack is away nothing is posted: it may stand already', async () => {
    await expect(outbox({ crashes: true }).publish(SUBJECT, card, saying('pending'))).rejects.toThrow('crashed')
    clock.pass(MINUTE)
    slack.fail('conversations.history', { status: 503 })
    await expect(outbox().publish(SUBJECT, card, saying('approved'))).rejects.toMatchObject({
      code: 'slack_unavailable',
    })
    clock.pass(MINUTE)
    await outbox().publish(SUBJECT, card, saying('approved'))
    expect(texts()).toEqual(['approved'])
  })
})
