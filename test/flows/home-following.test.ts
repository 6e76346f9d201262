// Home follows what others and time do, within seconds, without being opened again.
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { uids } from '../world/world.ts'
import { beginHome, type Homely, homeShows, homesFollow, onHome, opensHome } from './home-story.ts'
import { renewals, rotates, saves } from './rotation-story.ts'
import { linkBefore, signsIn } from './sign-in-story.ts'
import { approved, asks, claimed, goesBy, secretBefore } from './story.ts'

const story = test.concurrent
const byBea = { name: 'Bea decides', then: 'review', approvers: ['user:UBEA'] }

/** Home as it stands, when a change has had time to reach it. */
async function follows(world: Homely, person: Actor, time?: number): Promise<string> {
  await homesFollow(world, time)
  return person.home ?? ''
}

async function denies(person: Actor): Promise<void> {
  await person.presses('Deny', { on: 'Why you:' })
  await person.waitsFor((one) => one.form?.submit === 'Decide')
  await person.fills({ Comment: 'Use OAuth for this.' })
  await person.submits('Decide')
  await person.quiet()
}

describe('a request', () => {
  story('that Bea denies leaves the Homes of Ana and of the other approver', async (context) => {
    const world = await beginHome(context)
    const { ana, bea, carl } = world
    await asks(world)
    expect(await opensHome(ana)).toContain('waiting for @Bea')
    expect(await opensHome(carl)).toContain('Ana · tableau')
    await opensHome(bea)
    await bea.waitsFor('Why you:')
    await denies(bea)
    expect(await follows(world, ana)).not.toContain('tableau')
    expect(carl.home).toContain(english.home.reviews.none)
    expect(bea.home).toMatch(/Ana · tableau · 30 days · denied/)
  })

  story('that Ana cancels on Home leaves the Home of the approver', async (context) => {
    const world = await beginHome(context)
    const { ana, bea } = world
    await asks(world)
    await opensHome(bea)
    await opensHome(ana)
    await ana.presses('Cancel request', onHome)
    await ana.waitsFor(({ home }) => !home?.includes('tableau'))
    expect(await follows(world, bea)).toContain(english.home.reviews.none)
  })

  story('that nobody decides goes from both Homes at its moment', async (context) => {
    const world = await beginHome(context)
    const { ana, bea } = world
    await asks(world)
    await opensHome(ana)
    await opensHome(bea)
    await goesBy(world, 3 * DAY + MINUTE)
    expect(await follows(world, ana)).not.toContain('tableau')
    expect(bea.home).toContain(english.home.reviews.none)
  })

  story('that is escalated comes to the Home of whoever is asked next', async (context) => {
    const rules = [{ ...byBea, fallback: ['user:UCARL'] }]
    const world = await beginHome(context, { policy: { rules, request: { escalateAfter: '4h' } } })
    const { carl } = world
    await asks(world)
    expect(await opensHome(carl)).toContain(english.home.reviews.none)
    await goesBy(world, 4 * HOUR + MINUTE)
    expect(await follows(world, carl)).toContain('Ana · tableau')
  })

  story('of two approvals shows after the first how far it is', async (context) => {
    const rules = [{ name: 'two', then: 'review', approvers: ['user:UBEA', 'user:UCARL'], quorum: 2 }]
    const world = await beginHome(context, { policy: { rules } })
    const { ana, bea, carl } = world
    await asks(world)
    await opensHome(ana)
    await opensHome(carl)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await bea.quiet()
    expect(await follows(world, ana)).toContain('waiting for @Carl')
    expect(carl.home).toMatch(/1 of 2/)
  })
})

describe('a token', () => {
  story('is on Home from claim to receipt, wherever the buttons are pressed', async (context) => {
    const world = await beginHome(context)
    const { ana } = world
    await approved(world)
    expect(await opensHome(ana)).toContain('approved. Get it by')
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await secretBefore(ana)
    expect(await follows(world, ana)).toContain('Did you save it?')
    expect(ana.home).toMatch(/tableau · active/)
    await saves(world)
    expect(await follows(world, ana)).not.toContain('Did you save it?')
  })

  story('that an administrator ends is gone from Home', async (context) => {
    const world = await beginHome(context, {
      ...{ method: 'token', dremio: { edition: 'software', version: '26' }, administrator: true },
    })
    const { ana, dan } = world
    await claimed(world)
    await saves(world)
    expect(await opensHome(ana)).toMatch(/tableau · active/)
    await dan.types('/dremio-pat admin revoke @ana')
    await dan.waitsFor((one) => one.form?.submit === 'Revoke')
    await dan.submits('Revoke')
    await dan.quiet()
    expect(await follows(world, ana)).not.toContain('tableau')
  })

  story('that is rotated shows the old one until the grace period ends', async (context) => {
    const world = await beginHome(context, { policy: { rules: [renewals, byBea] } })
    const { ana } = world
    await claimed(world)
    await saves(world)
    await opensHome(ana)
    await rotates(world)
    await saves(world)
    expect(await follows(world, ana)).toContain('The old tableau works until')
    expect(ana.home).toMatch(/tableau · retiring · stops working/)
    await goesBy(world, DAY + HOUR)
    expect(await follows(world, ana)).not.toContain('The old tableau')
    expect(ana.home).not.toContain('replaced')
  })

  story('that expires says so at its moment', async (context) => {
    const world = await beginHome(context, { policy: { rules: [byBea], reminders: { before: ['1d'] } } })
    const { ana } = world
    await claimed(world, { lifetime: '1 day' })
    await saves(world)
    expect(await opensHome(ana)).toMatch(/tableau · expires soon/)
    await goesBy(world, DAY + MINUTE)
    expect(await follows(world, ana)).not.toMatch(/tableau · expires soon/)
  })

  story('that was created in Dremio comes with the sweep', async (context) => {
    const world = await beginHome(context, {
      ...{ method: 'token', dremio: { edition: 'software' }, administrator: true },
    })
    const { bea, dremio, bot } = world
    await bea.types('/dremio-pat link')
    await bea.waitsFor('You’re linked to the Dremio user')
    await bot.rebuild()
    await bot.look()
    await opensHome(bea)
    dremio.mint(uids.bea, { label: 'by hand', lifetime: 20 * DAY })
    await goesBy(world, DAY + HOUR)
    expect(await follows(world, bea)).toMatch(/by hand · active · expires .* · created in Dremio/)
  })
})

describe('who reviews for whom', () => {
  story('is on both Homes while it holds, and no longer', async (context) => {
    const world = await beginHome(context, { policy: { rules: [byBea], request: { lapseAfter: '30d' } } })
    const { bea, dan } = world
    await asks(world)
    await opensHome(bea)
    expect(await opensHome(dan)).not.toContain(english.home.reviews.title)
    await bea.types('/dremio-pat delegate @dan 2d')
    await bea.quiet()
    expect(await follows(world, bea)).toContain('@Dan reviews for you until')
    expect(dan.home).toMatch(/Ana · tableau .* for @Bea/)
    await bea.presses('End delegation', onHome)
    await homeShows(bea, english.home.reviews.noStandIn)
    expect(await follows(world, dan)).not.toContain('Ana · tableau')
  })

  story('ends by itself on both Homes', async (context) => {
    const world = await beginHome(context, { policy: { rules: [byBea], request: { lapseAfter: '30d' } } })
    const { bea, dan } = world
    await asks(world)
    await bea.types('/dremio-pat delegate @dan until 5h')
    await bea.quiet()
    expect(await opensHome(bea)).toContain('@Dan reviews for you until')
    expect(await opensHome(dan)).toMatch(/Ana · tableau .* for @Bea/)
    await goesBy(world, 5 * HOUR)
    expect(await follows(world, bea)).toContain(english.home.reviews.noStandIn)
    expect(dan.home).not.toContain('Ana · tableau')
  })

  story('leaves the Home of whoever is replaced as the delegate', async (context) => {
    const world = await beginHome(context, { policy: { rules: [byBea] } })
    const { bea, carl, dan } = world
    await asks(world)
    await bea.types('/dremio-pat delegate @dan until 5d')
    await bea.quiet()
    expect(await opensHome(dan)).toContain('Ana · tableau')
    await bea.types('/dremio-pat delegate @carl until 5d')
    await bea.quiet()
    expect(await follows(world, dan)).not.toContain('Ana · tableau')
    expect(await opensHome(carl)).toContain('Ana · tableau')
  })
})

describe('the person', () => {
  story('who is linked by a sign-in reads so', async (context) => {
    const world = await beginHome(context, { method: 'oauth' })
    const { ana } = world
    expect(await opensHome(ana)).toContain('You aren’t linked to a Dremio user yet')
    await ana.types('/dremio-pat link')
    await signsIn(world, await ana.waitsFor(linkBefore), 'ana@acme.test')
    await ana.quiet()
    expect(await follows(world, ana)).not.toContain('You aren’t linked')
    await ana.types('/dremio-pat unlink')
    await ana.quiet()
    expect(await follows(world, ana)).toContain('You aren’t linked')
  })

  story('who changes their reminders by word reads so', async (context) => {
    const world = await beginHome(context)
    const { ana } = world
    const before = await opensHome(ana)
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((one) => one.form?.submit === 'Save')
    await ana.fills({ Reminders: 'Off' })
    await ana.submits('Save')
    await ana.quiet()
    const now = await follows(world, ana)
    expect(now.slice(now.indexOf(english.home.account.title))).not.toBe(
      before.slice(before.indexOf(english.home.account.title)),
    )
  })

  story('who left stands on the Home of a bot admin with the tokens they have', async (context) => {
    const world = await beginHome(context)
    const { dan, slack } = world
    await claimed(world)
    await saves(world)
    expect(await opensHome(dan)).toContain(english.home.administrator.nothingToCleanUp)
    slack.change('UANA', { deleted: true })
    await slack.dispatch.userChange('UANA')
    await slack.quiet()
    expect(await follows(world, dan, 62 * SECOND)).toMatch(/tableau/)
  })
})

story('another policy file reaches the Homes that are open', async (context) => {
  const world = await beginHome(context, { policy: { rules: [byBea], tokens: { maxActive: 3 } } })
  const { ana, bot, env } = world
  await claimed(world)
  await saves(world)
  expect(await opensHome(ana)).toContain('1 active · at most 3')
  writeFileSync(env.POLICY_FILE ?? '', JSON.stringify({ version: 1, rules: [byBea], tokens: { maxActive: 7 } }))
  await bot.rereadPolicy()
  await bot.look()
  expect(await follows(world, ana)).toContain('1 active · at most 7')
})

test('a burst of changes within a second is one publication for each viewer', async (context) => {
  const world = await beginHome(context)
  const { ana, bea, clock } = world
  await opensHome(ana)
  await opensHome(bea)
  await homesFollow(world)
  const before = (person: string) =>
    world.slack.requests.filter(({ method, args }) => method === 'views.publish' && args.user_id === person).length
  const [anas, beas] = [before('UANA'), before('UBEA')]
  for (let number = 0; number < 4; number += 1) {
    await asks(world, { label: `job ${number}` })
    clock.pass(SECOND / 5)
  }
  await homesFollow(world)
  await homesFollow(world)
  expect(before('UANA') - anas).toBe(1)
  expect(before('UBEA') - beas).toBe(1)
})
