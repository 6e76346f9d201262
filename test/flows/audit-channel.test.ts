// The audit channel hears of every deed, late if it must, and nobody waits for it.
import { describe, expect, type TestContext, test, vi } from 'vitest'
import { HOUR, SECOND } from '../../src/core/time/duration.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'
import { approved, asks, heard, secretBefore } from './story.ts'

const story = test.concurrent
const channels = [{ id: 'C0AUDIT', name: 'audit', botIsMember: true, members: [] }]

async function begin(context: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld({ env: { AUDIT_CHANNEL: 'C0AUDIT' }, slack: { channels }, ...options })
  context.onTestFinished(() => world.close())
  return world
}

const messages = ({ slack }: World) => slack.conversation('C0AUDIT')
const lines = heard
const hears = (world: World, what: RegExp) =>
  vi.waitUntil(() => lines(world).some((line) => what.test(line)), { timeout: 10_000 })
/** Attempts, with those that Slack refused. */
const tries = ({ slack }: World) =>
  slack.requests.filter(({ method, args }) => method === 'chat.postMessage' && args.channel === 'C0AUDIT')

/** What Slack answers to the channel alone, cards going their way. */
async function refusesTheChannel(world: World, fault: object): Promise<void> {
  const before = tries(world).length
  world.slack.fail('chat.postMessage', fault as { error: string })
  await world.ana.types('/dremio-pat link')
  await vi.waitUntil(() => tries(world).length > before, { timeout: 5_000 })
}

describe('told to wait', () => {
  story('the channel waits, and forms, cards and secrets do not', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await refusesTheChannel(world, { retryAfter: 60 })
    const began = performance.now()
    await approved(world)
    await ana.presses('Show token')
    await secretBefore(ana)
    expect(performance.now() - began).toBeLessThan(20 * SECOND)
    // One that asked for a minute is not asked again meanwhile.
    expect(tries(world)).toHaveLength(1)
    expect(messages(world)).toEqual([])
  })

  story('the channel hears all of it later, in order, as one message', async (context) => {
    const world = await begin(context)
    const { ana, redis, slack } = world
    await refusesTheChannel(world, { retryAfter: 60 })
    await approved(world)
    await slack.quiet()
    // The minute is over.
    await withClient(redis.url, (raw) => raw.del(`{${redis.prefix}}:audit-pause`))
    await ana.types('/dremio-pat unlink')
    await hears(world, /unlinked/)
    expect(messages(world)).toHaveLength(1)
    const rule = 'rule “every request is reviewed”'
    expect(lines(world).map((line) => line.replace(/ · [0-9a-z]{8}$/, ' · ID'))).toEqual([
      '@ana linked their Dremio user · by email address',
      `@ana requested *tableau* (30 days) · ${rule} · ID`,
      `@bea approved @ana’s request *tableau* (30 days) · ${rule} · ID`,
      '@ana unlinked their Dremio user',
    ])
  })
})

story('messages are a second apart, whatever is done meanwhile', async (context) => {
  const world = await begin(context)
  const { ana, slack } = world
  const posted: number[] = []
  slack.onChange(() => {
    const count = messages(world).length
    while (posted.length < count) posted.push(performance.now())
  })
  await ana.types('/dremio-pat link')
  await asks(world)
  for (let time = 0; time < 3; time += 1) {
    await ana.types('/dremio-pat unlink')
    await slack.quiet()
    await ana.types('/dremio-pat link')
    await slack.quiet()
  }
  await vi.waitUntil(() => lines(world).length === 8, { timeout: 10_000 })
  const pauses = posted.slice(1).map((at, index) => at - (posted[index] ?? 0))
  for (const pause of pauses) expect(pause).toBeGreaterThan(0.9 * SECOND)
})

describe('refused', () => {
  story.each([
    ['not_in_channel', /Invite the bot/],
    ['is_archived', /Unarchive/],
    ['channel_not_found', /Check AUDIT_CHANNEL/],
    ['missing_scope', /scopes/],
  ])('the log says so once, with what helps: %s', async (reason, cure) => {
    const world = await startWorld({ env: { AUDIT_CHANNEL: 'C0AUDIT' }, slack: { channels } })
    try {
      const { ana, slack } = world
      await refusesTheChannel(world, { error: reason })
      for (let time = 0; time < 3; time += 1) {
        await ana.types('/dremio-pat unlink')
        await ana.types('/dremio-pat link')
      }
      await slack.quiet()
      const said = world.logs.filter((line) => line.includes('Slack refuses the audit channel'))
      expect(said).toHaveLength(1)
      expect(said[0]).toContain(reason)
      expect(said[0]).toMatch(cure)
      // It is tried again in minutes, not each second, and not for each deed.
      expect(tries(world)).toHaveLength(1)
    } finally {
      await world.close()
    }
  })
})

story('what a process wrote down that died before it could say so, another one says', async (context) => {
  const world = await begin(context)
  const { ana, redis, clock } = world
  await ana.types('/dremio-pat link')
  await hears(world, /linked/)
  const dead = connectRedis({ url: redis.url, prefix: redis.prefix, clock, onTrouble: () => {} })
  await dead.audit.append({ action: 'request.cancelled', by: 'UBEA', for: 'UBEA', label: 'tableau' })
  await dead.close()
  await ana.types('/dremio-pat unlink')
  await hears(world, /unlinked/)
  expect(lines(world).slice(-2)).toEqual(['@bea cancelled the request *tableau*', '@ana unlinked their Dremio user'])
})

story('what is said late says when it was', async (context) => {
  const world = await begin(context)
  const { ana, clock } = world
  await refusesTheChannel(world, { retryAfter: 1 })
  clock.pass(HOUR)
  await hears(world, /linked/)
  expect(lines(world)).toEqual([expect.stringMatching(/linked their Dremio user · by email address · <!date/)])
  await ana.types('/dremio-pat unlink')
  await hears(world, /unlinked their Dremio user$/)
})

describe('a line', () => {
  const raw = ({ slack }: World) =>
    slack
      .conversation('C0AUDIT')
      .map(({ text }) => text)
      .join('\n')

  story('links to people and mentions nobody', async (context) => {
    const world = await begin(context)
    await approved(world)
    await hears(world, /approved/)
    expect(raw(world)).toContain(
      '<https://world.slack.com/team/UBEA|@bea> approved <https://world.slack.com/team/UANA|@ana>’s request',
    )
    expect(raw(world)).not.toMatch(/<@|<!/)
    expect(tries(world)[0]?.args.parse).toBe('none')
    expect(String(tries(world)[0]?.args.link_names)).toBe('false')
  })

  story('names people by their ids where Slack says neither their names nor its address', async (context) => {
    const world = await begin(context)
    world.slack.fail('auth.test', { error: 'fatal_error' }, { times: 99 })
    await world.ana.types('/dremio-pat link')
    await hears(world, /linked their Dremio user/)
    expect(raw(world)).toContain('ana (UANA) linked their Dremio user')
    world.slack.heal()
  })

  story('cannot be made to say something else by a name', async (context) => {
    const world = await begin(context)
    world.slack.change('UANA', { name: '<!channel>|*root*> approved' })
    await world.ana.types('/dremio-pat link')
    await hears(world, /linked their Dremio user/)
    expect(raw(world)).not.toContain('<!channel>')
    expect(raw(world)).toContain("<https://world.slack.com/team/UANA|@&lt;!channel&gt; 'root'&gt; approved> linked")
  })

  story('quotes the comment, without any step of the bot’s own', async (context) => {
    const world = await begin(context)
    const { bea } = world
    await asks(world)
    await bea.waitsFor('[ Review ]')
    await bea.presses('Review')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    await bea.fills({ Comment: 'Fine for *this* <@UCARL>' })
    await bea.submits('Decide')
    await world.ana.waitsFor('[ Show token ]')
    await world.ana.presses('Show token')
    await secretBefore(world.ana)
    await world.ana.presses('I have saved it')
    await hears(world, /saved/)
    const rule = 'rule “every request is reviewed”'
    expect(lines(world).map((line) => line.replace(/ · [0-9a-f-]{8}$| · [0-9a-z]{8}$/, ' · ID'))).toEqual([
      '@ana linked their Dremio user · by email address',
      `@ana requested *tableau* (30 days) · ${rule} · ID`,
      `@bea approved @ana’s request *tableau* (30 days) · ${rule} · “Fine for 'this' &lt;@UCARL&gt;” · ID`,
      `@ana got *tableau* (30 days) · ${rule} · ID`,
      `@ana saved *tableau* (30 days) · ${rule} · ID`,
    ])
  })
})
