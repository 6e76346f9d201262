// Events may come hours late and twice, as Slack replays them after an outage: looked at afresh, harmless the second time.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/core/time/duration.ts'
import type { Dispatched } from '../world/slack/driver/dispatch.ts'
import { startWorld, type World } from '../world/world.ts'
import { claimed } from './story.ts'

let world: World
afterEach(() => world.close())

const offers = () =>
  world.ana.messages.filter(({ text, user }) => user !== 'UANA' && text.includes('looks like a token'))
const eventIn = ({ sent }: Dispatched) => (JSON.parse(sent.body) as { event: Record<string, unknown> }).event

describe('a message to the bot', () => {
  let secret: string
  beforeEach(async () => {
    world = await startWorld()
    secret = await claimed(world)
  })

  /** Written while Slack told nobody. */
  async function missed(text: string): Promise<Record<string, unknown>> {
    const { ana, slack } = world
    slack.scopes.delete('im:history')
    await ana.writes(text)
    slack.scopes.add('im:history')
    const { ts, blocks } = ana.messages.at(-1) ?? {}
    return { type: 'message', user: 'UANA', channel: ana.dm, channel_type: 'im', ts, event_ts: ts, text, blocks }
  }

  async function toldLate(event: Record<string, unknown>): Promise<void> {
    const happenedAt = world.clock.now()
    world.clock.pass(5 * HOUR)
    await world.slack.dispatch.event(event, { happenedAt })
    await world.slack.quiet()
  }

  test('with a token that Slack tells of hours late is still offered to be revoked', async () => {
    await toldLate(await missed(secret))
    expect(offers()).toHaveLength(1)
  })

  test('is offered once, however often and late it is told again', async () => {
    const { ana, slack, clock } = world
    const told = await ana.writes(secret)
    await ana.waitsFor('looks like a token')
    const happenedAt = clock.now()
    for (const pause of [MINUTE, HOUR, 5 * HOUR]) {
      clock.pass(pause)
      const { event_id } = JSON.parse(told?.sent.body ?? '{}') as { event_id: string }
      // Ids are remembered for a quarter of an hour: what is told later is as good as new.
      const again = pause < HOUR ? { eventId: event_id } : {}
      if (told) await slack.dispatch.event(eventIn(told), { happenedAt, ...again })
      await slack.quiet()
    }
    expect(offers()).toHaveLength(1)
  })

  test('that was deleted meanwhile, or holds no token any more, is left alone', async () => {
    const { ana, slack } = world
    const event = await missed(secret)
    slack.scopes.delete('im:history')
    await ana.edits('never mind')
    slack.scopes.add('im:history')
    const before = ana.messages.length
    await toldLate(event)
    await toldLate({ ...event, ts: '1.000001', event_ts: '1.000001' })
    expect(ana.messages.length).toBe(before)
    expect(offers()).toEqual([])
  })

  test('of no importance is not answered hours later, nor told that it failed', async () => {
    const { ana, slack } = world
    const [hello, token] = [await missed('hello'), await missed(secret)]
    const before = ana.messages.length
    await toldLate(hello)
    slack.fail('conversations.history', { error: 'fatal_error' })
    await toldLate(token)
    expect(ana.messages.length).toBe(before)
  })
})

describe('user_change', () => {
  test('that says “deleted” late changes nothing for somebody who is back', async () => {
    world = await startWorld({ method: 'oauth' })
    const { ana, slack, clock, redis } = world
    await ana.types('/dremio-pat list')
    await world.browser().open((await ana.waitsFor((person) => person.linkTo('Sign in to Dremio'))) ?? '')
    const sessions = async () => (await redis.dump()).includes('session')
    const before = await sessions()
    const happenedAt = clock.now()
    slack.change('UANA', { deleted: true })
    const late = { type: 'user_change', user: { id: 'UANA', deleted: true, tz: 'Pacific/Apia' }, event_ts: '1.0' }
    slack.change('UANA', { deleted: false })
    for (let times = 0; times < 2; times += 1) {
      clock.pass(MINUTE)
      const { status } = await slack.dispatch.event(late, { happenedAt: happenedAt - HOUR })
      expect(status).toBe(200)
    }
    await slack.quiet()
    expect(await sessions()).toBe(before)
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor('Dremio user')
  })
})

describe('the app was taken away', () => {
  beforeEach(async () => {
    world = await startWorld()
  })
  const ready = async () => (await fetch(`http://127.0.0.1:${world.bot.port}/readyz`)).status
  const said = (what: string) => world.logs.filter((line) => line.includes(what)).length
  const refused = 'does not take our token'

  test.each([[{ type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } }], [{ type: 'app_uninstalled' }]])(
    '$type: readiness and log say so once, and nothing is deleted',
    async (event) => {
      const { slack, redis, ana } = world
      await claimed(world)
      expect(await ready()).toBe(200)
      const kept = (await redis.dump()).split('\n').length
      slack.fail('auth.test', { error: 'account_inactive' }, { times: 1 })
      await slack.dispatch.event(event)
      await slack.dispatch.event(event)
      await ana.quiet()
      expect(await ready()).toBe(503)
      expect(said(refused)).toBe(1)
      expect((await redis.dump()).split('\n').length).toBeGreaterThanOrEqual(kept)
    },
  )

  test('told late, of an installation of yesterday, it changes nothing', async () => {
    const { slack, clock, ana } = world
    const happenedAt = clock.now()
    clock.pass(5 * HOUR)
    await slack.dispatch.event({ type: 'app_uninstalled' }, { happenedAt })
    await ana.quiet()
    expect(await ready()).toBe(200)
    expect(said(refused)).toBe(0)
  })
})

test('the opening of the Home tab is harmless, early, late and twice', async () => {
  world = await startWorld()
  const { ana, slack } = world
  for (const tab of ['home', 'messages', 'home'] as const) expect((await ana.opensHome(tab)).status).toBe(200)
  await slack.quiet()
  expect(ana.messages).toEqual([])
  expect(world.logs.filter((line) => /"level":"(warn|error)"/.test(line) && !line.includes('DREMIO_AUTH'))).toEqual([])
})
