// Slack refuses a message for good: whoever waits for it reads so at once, and what they did is done once.
import { describe, expect, type TestContext, test } from 'vitest'
import { MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { approved, asks, claimed, foreseen, requestOn } from './story.ts'

const story = test.concurrent
const { messageRefused } = english.failures
const tableau = { label: '*tableau*' }

async function begin(context: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  context.onTestFinished(() => world.close())
  return world
}

/** Fills in and sends the form, and does not wait for a card. */
async function sendsTheForm({ ana }: World): Promise<void> {
  await ana.types('/dremio-pat create tableau')
  await ana.waitsFor(foreseen)
  await ana.fills({ Reason: 'Dashboards' })
  await ana.submits('Request')
}

/** How many of their own open requests Ana is shown. */
async function openRequests({ ana }: World): Promise<number> {
  await ana.types('/dremio-pat requests')
  await ana.waitsFor(english.requests.list.mine)
  // The value of a button, or of a choice in a menu, ends with the id of its request.
  const values = JSON.stringify(ana.ephemerals.at(-1)?.blocks).matchAll(/"value":"[^"]*?([0-9a-z]{8})"/g)
  return new Set([...values].map(([, id]) => id)).size
}
const posts = ({ slack }: World) => slack.requests.filter(({ method }) => method === 'chat.postMessage').length
const lost = ({ logs }: World) => logs.filter((line) => line.includes('a message was lost'))

/** A card that is refused for good is not tried again every minute. */
async function nothingIsTriedAgain(world: World): Promise<void> {
  await world.slack.quiet()
  const before = posts(world)
  for (let minute = 0; minute < 10; minute += 1) {
    world.clock.pass(MINUTE)
    await world.bot.look()
  }
  expect(posts(world)).toBe(before)
}

describe('asking', () => {
  story.each(['cannot_dm_bot', 'channel_not_found', 'restricted_action'])(
    'of somebody whom the bot may not message (%s) is answered at once, and the request is there once',
    async (reason) => {
      const world = await startWorld()
      try {
        const { ana, bea, slack } = world
        slack.refuse('UANA', reason)
        await sendsTheForm(world)
        await ana.waitsFor((person) => person.form?.title === 'New Dremio token' && person.form.submit === undefined)
        expect(ana.sees()).toContain(ana.reads(messageRefused.pending(tableau)))
        await bea.waitsFor('Why you:')
        expect(lost(world)[0]).toContain(`"reason":"${reason}"`)
        expect(lost(world)[0]).toContain('"reader":"UANA"')
        await ana.closes()
        expect(await openRequests(world)).toBe(1)
        await nothingIsTriedAgain(world)
      } finally {
        await world.close()
      }
    },
  )

  story('with the Messages tab off says that nobody can be asked either', async (context) => {
    const world = await begin(context)
    const { ana, slack } = world
    slack.turnMessagesTab('off')
    await sendsTheForm(world)
    await ana.waitsFor((person) => person.form?.title === 'New Dremio token' && person.form.submit === undefined)
    expect(ana.sees()).toContain(ana.reads(messageRefused.unreviewable(tableau)))
    await nothingIsTriedAgain(world)
  })

  story('for what a rule approves says that it is approved', async (context) => {
    const rules = [{ name: 'all', then: 'approve' }]
    const world = await begin(context, { env: { POLICY_FILE: policyFile(context, { rules }) } })
    const { ana, slack } = world
    slack.refuse('UANA', 'cannot_dm_bot')
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor('No review needed')
    await ana.fills({ Reason: 'Dashboards' })
    await ana.submits('Request')
    await ana.waitsFor((person) => person.form?.title === 'New Dremio token' && person.form.submit === undefined)
    expect(ana.sees()).toContain(ana.reads(messageRefused.approved(tableau)))
    // What they are told to do works.
    slack.refuse('UANA', undefined)
    await ana.closes()
    await ana.types('/dremio-pat requests')
    await ana.waitsFor('[ Show token ]')
    await ana.presses('Show token')
    await ana.waitsFor(english.secret.title)
  })

  story('by `rotate` is answered where it was typed', async (context) => {
    const world = await begin(context)
    const { ana, slack, dremio } = world
    dremio.mint(uids.ana, { label: 'tableau' })
    slack.refuse('UANA', 'messages_tab_disabled')
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor(messageRefused.pending(tableau))
    expect(ana.sees()).not.toContain(ana.reads(english.rotation.requested(tableau)))
    expect(await openRequests(world)).toBe(1)
  })
})

describe('deciding', () => {
  story('tells the approver that the requester does not hear of it', async (context) => {
    const world = await begin(context)
    const { bea, slack } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    slack.refuse('UANA', 'cannot_dm_bot')
    await bea.presses('Approve')
    await bea.waitsFor(messageRefused.decision({ ...tableau, requester: '<@UANA>', verdict: 'approved' }))
    await bea.waitsFor(english.reviews.titles.approved)
    await nothingIsTriedAgain(world)
  })

  story('tells the approver that their card cannot be changed', async (context) => {
    const world = await begin(context)
    const { bea, ana, slack } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    slack.fail('chat.update', { error: 'cant_update_message' }, { times: 2 })
    await bea.presses('Approve')
    await bea.waitsFor(messageRefused.change(tableau))
    await ana.waitsFor('approved')
  })
})

story('cancelling says that it is done where the card cannot be changed', async (context) => {
  const world = await begin(context)
  const { ana, slack } = world
  await asks(world)
  slack.fail('chat.update', { error: 'cant_update_message' }, { times: 9 })
  await ana.presses('Cancel request')
  await ana.waitsFor(messageRefused.change(tableau))
  slack.heal()
})

story(
  'a token that Slack refuses to show is revoked, and its owner reads that a bot admin has to help',
  async (context) => {
    const world = await begin(context)
    const { ana, slack, dremio } = world
    await approved(world)
    slack.fail('chat.postEphemeral', { error: 'messages_tab_disabled' })
    await ana.presses('Show token')
    await ana.waitsFor(english.failures.showingRefused)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    expect(world.logs.filter((line) => line.includes('showing_failed'))[0]).toContain(
      '"reason":"messages_tab_disabled"',
    )
    // The request is still approved.
    expect(requestOn(ana)).toMatch(/\S/)
  },
)

describe('an answer does not say that somebody was told who was not:', () => {
  story('a delegate', async (context) => {
    const world = await begin(context)
    await asks(world)
    world.slack.refuse('UCARL', 'cannot_dm_bot')
    await world.bea.types('/dremio-pat delegate @carl until 7d')
    const answer = await world.bea.waitsFor('now reviews for you')
    expect(answer).toContain('I couldn’t message them, so please tell them')
    expect(answer).not.toContain('I sent them')
  })

  story('the owner of a leaked token', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const secret = await claimed(world)
    world.slack.refuse('UANA', 'cannot_dm_bot')
    await world.carl.types('/dremio-pat leaked')
    await world.carl.waitsFor((person) => person.form?.submit === 'Revoke it')
    await world.carl.fills({ Token: secret })
    await world.carl.submits('Revoke it')
    await world.carl.waitsFor('I couldn’t message them, so tell them now')
  })

  story('the bot admin who would have to confirm a link', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL,UBEA' } })
    world.slack.refuse('UBEA', 'cannot_dm_bot')
    await world.carl.types('/dremio-pat admin link @ana bea@acme.test')
    await world.carl.waitsFor(english.links.unasked({ admins: ['<@UBEA>'], isNobodyLeft: true }))
    expect(world.carl.sees()).not.toContain('I asked')
    await nothingIsTriedAgain(world)
  })
})

story('a calendar file that Slack refuses is answered with what to do', async (context) => {
  const world = await begin(context)
  const { ana, slack } = world
  await claimed(world)
  await ana.types('/dremio-pat reminders')
  await ana.waitsFor((person) => person.form?.submit === 'Save')
  slack.fail('files.completeUploadExternal', { error: 'channel_not_found' }, { times: 9 })
  await ana.presses('Send calendar file')
  await ana.waitsFor(english.failures.slackRefused({ operation: 'send you a file' }))
  slack.heal()
})
