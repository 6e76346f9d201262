// Who has which tokens: bot admins see everybody's, page by page, filtered, and as a file.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { claimed } from './story.ts'

const story = test.concurrent
const { allTokens } = english

async function begin(context: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld({
    administrator: true,
    dremio: { edition: 'software' },
    ...options,
    env: { ADMINS: 'UCARL', ...options.env },
  })
  context.onTestFinished(() => world.close())
  return world
}

/** These tokens, created in Dremio, are known because Carl has looked at the lists. */
async function areKnown({ carl, dremio }: World, who: 'ana' | 'bea', minted: { label: string; lifetime?: number }[]) {
  for (const token of minted) dremio.mint(uids[who], token)
  await carl.types(`/dremio-pat admin link @${who} ${uids[who]}`)
  await carl.waitsFor('linked')
  await carl.types(`/dremio-pat admin list @${who}`)
  await carl.waitsFor('active token')
  carl.reload()
}

async function opens({ carl }: World, words = ''): Promise<string> {
  carl.reload()
  await carl.types(`/dremio-pat admin tokens ${words}`)
  return carl.waitsFor(allTokens.title)
}

const named = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => ({ label: `${name} ${index}` }))

describe('everybody’s tokens', () => {
  story('are listed with owner, label, state and origin, and counted', async (context) => {
    const world = await begin(context)
    const { carl } = world
    await claimed(world)
    await areKnown(world, 'bea', [{ label: 'superset', lifetime: 5 * DAY }])
    const seen = await opens(world)
    expect(seen).toMatch(/@Bea · superset · expires in 5 days · .* · created in Dremio · `[0-9a-f]{8}`/)
    expect(seen).toMatch(/@Ana · tableau · expires in 30 days · .* · `[0-9a-f]{8}`/)
    expect(seen).toContain('2 active · 0 retiring · 0 expired · 0 revoked')
    expect(seen).toContain('1 expires within 7 days · 2 within 30 days · 1 created in Dremio · 0 of people who left')
    expect(seen).toContain('From my records, not from Dremio.')
    await carl.picks(/^Created in Dremio \(1\)/)
    const filtered = await carl.waitsFor('1 token\n')
    expect(filtered).toContain('@Bea · superset')
    expect(filtered).not.toContain('@Ana · tableau')
    expect(carl.ephemerals).toHaveLength(1)
  })

  story('are three hundred, on twelve pages, each token on one of them', async (context) => {
    const world = await begin(context)
    const { carl } = world
    await areKnown(world, 'ana', named(150, 'report'))
    await areKnown(world, 'bea', named(150, 'chart'))
    const seen = new Set<string>()
    let shown = await opens(world)
    for (let page = 1; page <= 12; page += 1) {
      shown = await carl.waitsFor((person) => {
        const text = person.sees()
        return text.includes(allTokens.page({ page, pages: 12 })) ? text : undefined
      })
      for (const [label] of shown.matchAll(/(report|chart) \d+/g)) seen.add(label)
      if (page < 12) await carl.presses(english.labels.buttons.next)
    }
    expect(seen.size).toBe(300)
    expect(shown).not.toContain(`[ ${english.labels.buttons.next} ]`)
    await carl.presses(english.labels.buttons.previous)
    await carl.waitsFor(allTokens.page({ page: 11, pages: 12 }))
    expect(carl.ephemerals).toHaveLength(1)
  })

  story.each([
    ['superset', ['superset'], ['tableau']],
    ['SUPER', ['superset'], ['tableau']],
    ['@bea', ['superset'], ['tableau']],
    ['@ana', ['tableau'], ['superset']],
    ['@ana superset', ['No tokens of @Ana with “superset” in the label'], ['tableau']],
    ['elsewhere', ['superset', 'tableau'], []],
    ['expired', ['No tokens'], ['superset']],
    ['"expired"', ['No tokens with “expired” in the label'], ['superset']],
  ])('are found by words: %s', async (words, found, others) => {
    const context = { onTestFinished: () => {} } as unknown as TestContext
    const world = await begin(context)
    try {
      await areKnown(world, 'ana', [{ label: 'tableau' }])
      await areKnown(world, 'bea', [{ label: 'superset' }])
      const seen = await opens(world, words)
      for (const one of found) expect(seen).toContain(one)
      for (const one of others) expect(seen).not.toContain(`· ${one} ·`)
    } finally {
      await world.close()
    }
  })

  story('are looked at person by person, and all again', async (context) => {
    const world = await begin(context)
    const { carl, slack } = world
    await areKnown(world, 'ana', [{ label: 'tableau' }])
    await areKnown(world, 'bea', [{ label: 'superset' }])
    await opens(world)
    await slack.dispatch.blockAction('UCARL', {
      actions: [{ type: 'users_select', action_id: 'all-tokens.person', block_id: 'b', selected_user: 'UBEA' }],
    })
    await carl.waitsFor('1 token of @Bea')
    await opens(world, '@bea')
    await carl.presses(english.labels.buttons.everybody)
    await carl.waitsFor('· tableau ·')
  })

  story('that an earlier version stored are there too', async (context) => {
    const world = await begin(context)
    await areKnown(world, 'ana', [{ label: 'tableau' }])
    await withClient(world.redis.url, (client) =>
      client.del(...['every-token', 'every-reminder-record'].map((key) => `{${world.redis.prefix}}:${key}`)),
    )
    expect(await opens(world)).toContain('· tableau ·')
  })

  story('whose record cannot be read are said to be missing', async (context) => {
    const world = await begin(context)
    await areKnown(world, 'ana', [{ label: 'tableau' }])
    await areKnown(world, 'bea', [{ label: 'superset' }])
    await withClient(world.redis.url, (client) =>
      client.hset(`{${world.redis.prefix}}:reminder-book:UBEA`, 'record', '{}'),
    )
    const seen = await opens(world)
    expect(seen).toContain('· tableau ·')
    expect(seen).toContain(allTokens.unreadable({ amount: 1 }))
  })
})

describe('the file', () => {
  story('is in the admin’s direct messages: every token, no formula and no secret', async (context) => {
    const world = await begin(context)
    const { carl, bea } = world
    const secret = await claimed(world)
    await areKnown(world, 'bea', [{ label: '=HYPERLINK("x"), y' }])
    await opens(world)
    await carl.presses(english.labels.buttons.exportCsv)
    await carl.waitsFor(allTokens.exported({ amount: 2, unreadable: 0 }))
    const [file, another] = carl.messages.flatMap(({ files }) => files)
    expect(another).toBeUndefined()
    expect(file).toMatchObject({ name: 'dremio-tokens.csv' })
    const content = file?.content ?? ''
    const lines = content.split('\r\n')
    expect(lines[0]).toMatch(
      /^slack_id,slack_name,slack_email,dremio_user_id,dremio_user,label,token_id,state,created_at/,
    )
    expect(lines).toHaveLength(4)
    expect(content).toContain(`"'=HYPERLINK(""x""), y"`)
    expect(content).toMatch(/^UANA,.*,tableau,[0-9a-f]{8},active,\d{4}-\d\d-\d\dT[\d:.]+Z,/m)
    expect(content).not.toContain(secret)
    expect(bea.messages.flatMap(({ files }) => files)).toEqual([])
  })

  story('that Slack does not let the bot send is said', async (context) => {
    const scopes = ['commands', 'chat:write', 'im:write', 'users:read', 'users:read.email']
    const world = await begin(context, { slack: { scopes } })
    await areKnown(world, 'ana', [{ label: 'tableau' }])
    await opens(world)
    await world.carl.presses(english.labels.buttons.exportCsv)
    await world.carl.waitsFor(allTokens.cannotSendFiles.split('`')[0] ?? '')
  })
})

describe('somebody who is no bot admin', () => {
  story('is refused, also when the rights went between the answer and the click', async (context) => {
    const slack = { groups: [{ id: 'S0ADMINS', users: ['UCARL'] }] }
    const world = await begin(context, { slack, env: { ADMINS: 'S0ADMINS' } })
    const { ana, carl } = world
    await ana.types('/dremio-pat admin tokens')
    await ana.waitsFor(english.identityFailures.notBotAdmin)
    await areKnown(world, 'bea', named(30, 'chart'))
    await opens(world)
    world.slack.regroup('S0ADMINS', [])
    world.clock.pass(2 * 60_000)
    for (const button of [english.labels.buttons.next, english.labels.buttons.exportCsv]) {
      const before = carl.ephemerals.length
      await carl.presses(button)
      await carl.waitsFor((person) => person.ephemerals.length > before)
      expect(carl.ephemerals.at(-1)?.text).toContain(english.identityFailures.notBotAdmin)
    }
    expect(carl.messages.flatMap(({ files }) => files)).toEqual([])
  })
})
