// Only what Slack itself signed within the last five minutes has an effect, and it has it once.

import { isValidSlackRequest } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { keysUnder } from '../../src/redis/keys.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import type { Sent } from '../world/slack/driver/dispatch.ts'
import { sign } from '../world/slack/driver/sign.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { approved, asks, cardOf, creates, secretBefore } from './story.ts'

let world: World
const begin = async (options?: WorldOptions) => {
  world = await startWorld(options)
  return world
}
afterEach(async () => {
  vi.useRealTimers()
  await world?.close()
})

/** The machine's clock, by which signatures are dated and checked; everything else goes on. */
function machineSays(moment: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: moment })
}

// https://docs.slack.dev/authentication/verifying-requests-from-slack
const published = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestamp: 1_531_420_618,
  trigger: '398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
}

describe('Slack’s published example of a signature', () => {
  test('is what the people of these tests sign with, and what the bot’s library accepts', async () => {
    await begin()
    const { secret, timestamp, body, signature } = published
    expect(sign(secret, timestamp, body)).toBe(signature)
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp }
    const at = (nowMilliseconds: number) =>
      isValidSlackRequest({ signingSecret: secret, body, headers, nowMilliseconds })
    expect(at(timestamp * SECOND)).toBe(true)
    expect(at((timestamp + 301) * SECOND)).toBe(false)
  })

  test('is accepted by the bot at its own time, not with one letter changed, and not six minutes later', async () => {
    const { secret, timestamp, trigger, body, signature } = published
    const { bot, redis } = await begin({ slack: { bot: { signingSecret: secret } } })
    // As if it had been here before: its answer would go to the real Slack.
    await withClient(redis.url, (client) => client.set(keysUnder(redis.prefix).seen(trigger), '1'))
    const post = async (sent: string) => {
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-signature': signature,
        'x-slack-request-timestamp': String(timestamp),
      }
      const address = `http://127.0.0.1:${bot.port}/slack/events`
      return (await fetch(address, { method: 'POST', headers, body: sent })).status
    }
    machineSays(timestamp * SECOND)
    expect(await post(body)).toBe(200)
    expect(await post(body.replace('roadrunner', 'roadrunneR'))).toBe(401)
    machineSays(timestamp * SECOND + 6 * MINUTE)
    expect(await post(body)).toBe(401)
  })
})

describe('a request', () => {
  let sent: Sent
  beforeEach(async () => {
    // Both sides go by one clock that stands still at a whole second, so that the limits can be met exactly.
    await begin({ slack: { signingNow: () => Date.now() } })
    machineSays(Math.floor(Date.now() / SECOND) * SECOND)
    const honest = await world.slack.dispatch.command('UANA', '/dremio-pat', 'list')
    await world.ana.waitsFor('You don’t have any active Dremio tokens.')
    await world.ana.quiet()
    sent = honest.sent
    world.ana.news()
  })

  /** Answers with 401, and nothing was asked, written or said. */
  async function isRefused(send: () => Promise<{ status: number }>): Promise<void> {
    const { ana, slack, redis } = world
    const before = { asked: slack.requests.length, stored: await redis.dump(), logged: world.logs.length }
    expect((await send()).status).toBe(401)
    await ana.quiet()
    expect(slack.requests).toHaveLength(before.asked)
    expect(await redis.dump()).toBe(before.stored)
    expect(world.logs.slice(before.logged).join('')).not.toContain('"done"')
    expect(ana.news()).toEqual([])
  }

  test.each([
    { what: 'signed with another secret', options: { forged: true } },
    { what: 'older than five minutes', options: { offset: -301 } },
    { what: 'dated more than five minutes ahead', options: { offset: 301 } },
    { what: 'dated a year ahead', options: { offset: 365 * 86_400 } },
  ])('$what is refused without effect: a command, a click, a form, an event', async ({ options }) => {
    const { dispatch } = world.slack
    await isRefused(() => dispatch.command('UANA', '/dremio-pat', 'list', options))
    await isRefused(() => dispatch.blockAction('UANA', { actions: [] }, options))
    await isRefused(() => dispatch.viewSubmission('UANA', { view: {} }, options))
    await isRefused(() => dispatch.event({ type: 'message', channel_type: 'im', user: 'UANA', text: 'hi' }, options))
  })

  test.each([-300, -299, 299, 300])('%i seconds away from now is accepted', async (offset) => {
    const { ana, slack } = world
    expect(await slack.dispatch.command('UANA', '/dremio-pat', 'whoami', { offset })).toMatchObject({ status: 200 })
    await ana.waitsFor(/You(’re| aren’t) linked to /)
  })

  test('whose words or time were changed after it was signed is refused', async () => {
    const { replay } = world.slack.dispatch
    const fresh = sent.body.replace(/trigger_id=[^&]*/, 'trigger_id=1.2.3')
    await isRefused(() => replay({ ...sent, body: sent.body.replace('text=list', 'text=help') }))
    await isRefused(() => replay({ ...sent, body: fresh }))
    const later = String(Number(sent.headers['x-slack-request-timestamp']) + 1)
    await isRefused(() => replay({ ...sent, headers: { ...sent.headers, 'x-slack-request-timestamp': later } }))
  })

  test.each(['x-slack-signature', 'x-slack-request-timestamp'])('without %s is refused', async (name) => {
    const { [name]: _, ...headers } = sent.headers
    await isRefused(() => world.slack.dispatch.replay({ ...sent, headers }))
  })

  test.each(['', 'now', 'NaN', 'Infinity', '-1', '1e99'])('with the time “%s” is refused', async (timestamp) => {
    const { signingSecret } = world.slack.bot
    const headers = {
      'x-slack-signature': sign(signingSecret, timestamp, sent.body),
      'x-slack-request-timestamp': timestamp,
    }
    await isRefused(() => world.slack.dispatch.replay({ ...sent, headers: { ...sent.headers, ...headers } }))
  })
})

describe('the identical request once more', () => {
  test('has no second effect as a command, also if it reaches another process', async () => {
    const { ana, slack } = await begin({ processes: 2 })
    const { sent } = await ana.types('/dremio-pat list')
    await ana.waitsFor('You don’t have any active Dremio tokens.')
    for (const via of [0, 1, 1]) expect(await slack.dispatch.replay(sent, { via })).toMatchObject({ status: 200 })
    await ana.quiet()
    expect(ana.ephemerals).toHaveLength(1)
  })

  test('has no second effect as a form', async () => {
    const { ana, bea, slack, redis } = await begin()
    await ana.types('/dremio-pat create tableau 30d')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: 'Dashboards' })
    const { sent } = await ana.submits('Request')
    await bea.waitsFor('Why you:')
    expect(await slack.dispatch.replay(sent)).toMatchObject({ status: 200 })
    await ana.quiet()
    expect(bea.messages).toHaveLength(1)
    expect((await redis.dump()).match(/"action","request\.created"/g)).toHaveLength(1)
  })

  test('has no second effect as a click: nothing is approved, collected or given back twice', async () => {
    const { ana, bea, dremio, slack, redis } = await begin()
    const again = async (pressed: { sent?: Sent }) => {
      await ana.quiet()
      const before = { ana: ana.sees(), bea: bea.sees() }
      if (pressed.sent) expect(await slack.dispatch.replay(pressed.sent)).toMatchObject({ status: 200 })
      await ana.quiet()
      expect({ ana: ana.sees(), bea: bea.sees() }).toEqual(before)
    }
    await asks(world)
    await bea.waitsFor('Why you:')
    await again(await bea.presses('Approve'))
    const collected = await ana.presses('Show token')
    await secretBefore(ana)
    await again(collected)
    await ana.waitsFor(english.requests.titles.claimed)
    await again(await ana.presses('I did not get it'))
    // The click that collected the first one does not collect the second.
    await again(collected)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    expect(creates(world)).toBe(1)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    expect((await redis.dump()).match(/"action","request\.approved"/g)).toHaveLength(1)
  })

  test('has no second effect as an event, whatever number of retry Slack gives it', async () => {
    const { ana, slack } = await begin()
    const written = await ana.writes('hello?')
    await ana.waitsFor(english.menu.notUnderstood)
    for (const retryNum of [1, 2, 3]) {
      if (written) expect(await slack.dispatch.replay(written.sent, { retryNum })).toMatchObject({ status: 200 })
    }
    await ana.quiet()
    expect(ana.messages).toHaveLength(2)
  })
})

describe('the log, at its most talkative,', () => {
  test('holds nothing that anybody typed, and nothing that the bot said', async () => {
    const { ana, bea, logs } = await begin({ env: { LOG_LEVEL: 'debug' } })
    await ana.types('/dremio-pat aword-of-mine')
    await ana.writes('amessage-of-mine')
    await ana.types('/dremio-pat revoke alabel-of-mine')
    await ana.waitsFor((person) => person.form?.title === 'Revoke token')
    await ana.closes()
    await asks(world, { label: 'anotherlabel-of-mine', reason: 'areason-of-mine' })
    await bea.waitsFor('Why you:')
    await bea.presses('Deny')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    await bea.fills({ Comment: 'acomment-of-mine' })
    await bea.submits('Decide')
    await ana.waitsFor('acomment-of-mine')
    await ana.usesShortcutOn('Revoke leaked token', bea.posts('apost-of-mine'))
    await ana.waitsFor(english.leaks.inSomeMessage.none)
    await ana.closes()
    await approved(world)
    await ana.presses('Show token')
    await secretBefore(ana)
    await ana.quiet()
    const log = logs.join('\n')
    expect(log).toContain('"done"')
    expect(log).not.toContain('of-mine')
    expect(log).not.toContain('Your Dremio token')
    expect(log).not.toContain('acme.test')
  })
})
