// Ways around the rules that combine several of them: each must lead to nothing.
import { writeFileSync } from 'node:fs'
import { describe, expect, type TestContext, test } from 'vitest'
import { stringify } from 'yaml'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { ana, bea, carl, startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { byBea, has, renewals, saves } from './rotation-story.ts'
import { linkBefore, signsIn } from './sign-in-story.ts'
import { approved, asks, cardOf, claimed, collectsInVain, creates, goesBy, secretsBefore } from './story.ts'

const story = test.concurrent
const dan = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
const eve = { id: 'UEVE', name: 'eve', realName: 'Eve', email: 'eve@acme.test', timeZone: 'UTC' }

const software = { edition: 'software', version: '26' } as const
const closed = { name: 'closed', then: 'deny', because: 'Ask the data team.' }

interface Begun extends World {
  dan: Actor
  eve: Actor
  /** Another file is read; the alarms that follow from that have not run. */
  rereads(policy: object): Promise<void>
}

async function begin(
  context: TestContext,
  policy: object,
  { env, slack, ...options }: WorldOptions = {},
): Promise<Begun> {
  const path = policyFile(context, policy)
  const world = await startWorld({
    ...options,
    env: { POLICY_FILE: path, ...env },
    slack: { people: [ana, bea, carl, dan, eve], ...slack },
  })
  context.onTestFinished(() => world.close())
  return Object.assign(world, {
    dan: world.slack.person('UDAN'),
    eve: world.slack.person('UEVE'),
    async rereads(other: object) {
      writeFileSync(path, stringify({ version: 1, ...other }))
      world.clock.pass(MINUTE)
      await world.bot.rereadPolicy()
    },
  })
}

async function asksByRule({ ana }: World, label: string, lifetime = '7d'): Promise<void> {
  await ana.types(`/dremio-pat create ${label} ${lifetime}`)
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: 'Dashboards' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.approved)
}

describe('a file that is tightened', () => {
  story('while a claim is looking around at Dremio holds for that claim', async (context) => {
    const world = await begin(context, { rules: [renewals, byBea] }, { method: 'impersonation', dremio: software })
    const { ana, dremio } = world
    await has(world)
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor(english.requests.titles.approved)
    const looking = dremio.hold('list')
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await looking.reached
    const made = creates(world)
    await world.rereads({ rules: [closed] })
    looking.release()
    await ana.quiet()
    await world.slack.quiet()
    expect(creates(world)).toBe(made)
  })

  story('while a token comes back is applied before its owner presses the button', async (context) => {
    const world = await begin(context, { rules: [byBea] })
    const { ana, bot } = world
    await claimed(world)
    await world.rereads({ lifetime: { max: '7d' }, rules: [byBea] })
    await bot.look()
    await ana.presses('I did not get it')
    await ana.waitsFor(english.requests.titles.approved)
    await goesBy(world, 2 * MINUTE)
    expect(ana.sees()).toContain('tableau · 7 days from when you get it')
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await ana.waitsFor(english.requests.titles.claimed)
    expect(world.dremio.tokensOf(uids.ana).map((one) => one.expiresAt - one.createdAt)).toEqual([7 * DAY])
  })

  story('while a token comes back denies it', async (context) => {
    const world = await begin(context, { rules: [byBea] })
    const { ana, bot } = world
    await claimed(world)
    await world.rereads({ rules: [closed] })
    await bot.look()
    const made = creates(world)
    await ana.presses('I did not get it')
    await ana.quiet()
    await goesBy(world, 2 * MINUTE)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.denied }),
    )
    expect(creates(world)).toBe(made)
  })

  story('while a claim is unsure holds when it is opened again', async (context) => {
    const world = await begin(context, { rules: [byBea] })
    const { ana, dremio, bot } = world
    await approved(world)
    dremio.fail('create', { afterwards: 'drop' })
    dremio.fail('list', { status: 503 }, { times: 20 })
    dremio.fail('delete', { status: 503 }, { times: 20 })
    await ana.presses('Show token')
    await ana.quiet()
    await world.rereads({ rules: [closed] })
    await bot.look()
    dremio.clearFaults()
    const made = creates(world)
    await ana.presses('Show token')
    await ana.quiet()
    await goesBy(world, 5 * MINUTE)
    expect(creates(world)).toBe(made)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.denied }),
    )
    expect(dremio.tokensOf(uids.ana)).toEqual([])
  })

  story('asks for a ticket in reasons from now on, also of open requests', async (context) => {
    const world = await begin(context, { rules: [byBea] })
    await approved(world)
    await world.rereads({ reason: { pattern: '\\b[A-Z]+-\\d+\\b', hint: 'a ticket such as DATA-12' }, rules: [byBea] })
    await collectsInVain(world)
    expect(creates(world)).toBe(0)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.denied }),
    )
  })

  story('while somebody signs in for the claim holds after it', async (context) => {
    const world = await begin(context, { rules: [byBea] }, { method: 'oauth' })
    const { ana } = world
    await approved(world)
    await ana.presses('Show token')
    const link = await ana.waitsFor((person) => linkBefore(person))
    await world.rereads({ rules: [closed] })
    await signsIn(world, link, 'ana@acme.test')
    await ana.quiet()
    if (ana.sees().includes('[ Show token ]')) await ana.presses('Show token')
    await ana.quiet()
    expect(creates(world)).toBe(0)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.denied }),
    )
  })
})

describe('the fallback', () => {
  story('of another rule is asked as well, if the fallback of the earlier one was', async (context) => {
    const first = { name: 'ours', then: 'review', approvers: ['user:UBEA'], fallback: ['user:UCARL'] }
    const second = { name: 'theirs', then: 'review', approvers: ['user:UDAN'], fallback: ['user:UEVE'] }
    const world = await begin(context, { rules: [first], request: { nudgeAfter: ['2w'] } })
    await asks(world)
    await world.bea.waitsFor('Why you:')
    await goesBy(world, DAY)
    await world.carl.waitsFor('Why you:')
    await world.rereads({ rules: [second], request: { nudgeAfter: ['2w'] } })
    await goesBy(world, HOUR)
    expect(world.dan.sees()).toContain('Why you:')
    await goesBy(world, DAY + HOUR)
    expect(world.eve.sees()).toContain('Why you:')
  })
})

describe('who a token is for', () => {
  story('stays who it was when it came back', async (context) => {
    const world = await begin(context, { rules: [byBea] }, { method: 'oauth', env: { ADMINS: 'UCARL' } })
    const { ana, carl, dremio } = world
    await approved(world)
    const used: string[] = []
    const signsInAs = async (email: string) => {
      const link = await ana.waitsFor((person) => [linkBefore(person)].find((one) => one && !used.includes(one)))
      used.push(link)
      await signsIn(world, link, email)
      await ana.quiet()
    }
    await ana.presses('Show token')
    await signsInAs('ana@acme.test')
    await ana.presses('Show token')
    await ana.waitsFor(() => secretsBefore(ana)[0])
    await ana.presses('I did not get it')
    await signsInAs('ana@acme.test')
    await ana.waitsFor(english.requests.titles.approved)
    await carl.types('/dremio-pat admin unlink @ana')
    await carl.waitsFor('no longer linked')
    await carl.types(`/dremio-pat admin link @ana ${uids.root}`)
    await carl.waitsFor('is now linked')
    await carl.quiet()
    const made = creates(world)
    expect(await collectsInVain(world)).toContain('You asked for it when you were linked to another Dremio user.')
    expect(creates(world)).toBe(made)
    expect(dremio.tokensOf(uids.root)).toEqual([])
  })
})

describe('a renewal', () => {
  const fresh = { name: 'new ones are reviewed', when: { rotation: false }, then: 'review', approvers: ['user:UBEA'] }
  const free = { name: 'all others', then: 'approve' }

  story('of a token that was revoked is none either where a rule for new ones stands in front', async (context) => {
    const world = await begin(context, { rules: [fresh, free] }, { method: 'impersonation', dremio: software })
    const { ana, dremio } = world
    await has(world)
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('Approved by the rule “all others”')
    const [old] = dremio.tokensOf(uids.ana)
    await fetch(`${dremio.url}/api/v3/user/${uids.ana}/token/${old?.tid}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${dremio.credential(uids.ana)}` },
    })
    const made = creates(world)
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await ana.quiet()
    expect(creates(world)).toBe(made)
  })

  story('of a token that is gone, and a new one at the same moment, make no more than one', async (context) => {
    const world = await begin(context, { tokens: { maxActive: 1 }, rules: [{ name: 'everything', then: 'approve' }] })
    const { ana, dremio } = world
    await asksByRule(world, 'tableau')
    await ana.presses('Show token')
    await ana.waitsFor(() => secretsBefore(ana)[0])
    await saves(world)
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('The replacement for tableau is approved.')
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('is revoked')
    await ana.types('/dremio-pat create second 7d')
    await ana.quiet()
    if (ana.form?.submit === 'Request') {
      await ana.fills({ Reason: 'Dashboards' })
      await ana.submits('Request')
      await ana.quiet()
    } else if (ana.form) await ana.closes()
    const creating = dremio.hold('create')
    await ana.presses('Show token', { on: 'tableau' })
    await creating.reached
    if (ana.sees().includes('second')) await ana.presses('Show token', { on: 'second' }).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 500))
    creating.release()
    await ana.quiet()
    await world.slack.quiet()
    expect(dremio.tokensOf(uids.ana).length).toBeLessThan(2)
  })

  story(
    'for another Slack person of the same Dremio user is reviewed, also after the file was read again',
    async (context) => {
      const policy = { rules: [renewals, byBea] }
      const world = await begin(context, policy, { method: 'impersonation', dremio: software, env: { ADMINS: 'UBEA' } })
      const { bea, carl } = world
      await has(world)
      await bea.types('/dremio-pat admin unlink @ana')
      await bea.waitsFor('no longer linked')
      await bea.types(`/dremio-pat admin link @carl ${uids.ana}`)
      await bea.waitsFor('is now linked')
      await carl.types('/dremio-pat rotate tableau')
      await carl.waitsFor((person) => person.form !== undefined || person.messages.length > 0)
      await carl.quiet()
      if (carl.form?.submit === 'Request') await carl.submits('Request')
      await carl.waitsFor(english.requests.titles.waiting)
      await carl.presses('Cancel request')
      await carl.waitsFor(english.requests.titles.cancelled)
      await carl.types('/dremio-pat rotate tableau')
      await carl.waitsFor(english.requests.titles.waiting)
      await world.rereads({ ...policy, reminders: { at: '10:00' } })
      await goesBy(world, MINUTE)
      expect(carl.sees()).not.toContain(english.requests.titles.approved)
    },
  )
})

describe('a card in a channel', () => {
  story('says what became of the request also in a channel that the rules name no more', async (context) => {
    const one = { ...byBea, channel: 'C0ONE' }
    const two = { ...byBea, channel: 'C0TWO' }
    const world = await begin(
      context,
      { rules: [one] },
      {
        slack: {
          channels: [
            { id: 'C0ONE', name: 'one', botIsMember: true },
            { id: 'C0TWO', name: 'two', botIsMember: true },
          ],
        },
      },
    )
    await asks(world)
    await world.bea.waitsFor('Why you:')
    await world.rereads({ rules: [two] })
    await goesBy(world, MINUTE)
    await world.bea.presses('Approve')
    await world.ana.waitsFor(english.requests.titles.approved)
    await world.slack.quiet()
    for (const channel of ['C0ONE', 'C0TWO']) {
      const [card] = world.slack.conversation(channel)
      expect(JSON.stringify(card)).toContain(english.reviews.titles.approved)
      expect(JSON.stringify(card)).not.toContain('"Approve"')
    }
  })
})

describe('an approval', () => {
  const two = { ...byBea, approvers: ['user:UBEA', 'user:UCARL'], quorum: 2 }

  story('of somebody who left since does not make up a quorum with the next one', async (context) => {
    const world = await begin(context, { rules: [two] })
    const { ana, bea, carl, slack } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await ana.waitsFor('1 of 2 approvals')
    await slack.quiet()
    slack.change('UBEA', { deleted: true })
    await carl.presses('Approve')
    await slack.quiet()
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.waiting }),
    )
  })

  story('cannot be given by the delegate of somebody who was an approver between two files', async (context) => {
    const world = await begin(context, { rules: [byBea] })
    const { ana, bea, dan, eve, bot } = world
    const danToo = { ...byBea, approvers: ['user:UBEA', 'user:UDAN'] }
    await bea.types('/dremio-pat delegate @dan until 7d')
    await bea.waitsFor('@Dan now reviews for you')
    await world.rereads({ rules: [danToo] })
    await dan.types('/dremio-pat delegate @eve until 7d')
    await dan.waitsFor('@Eve now reviews for you')
    await asks(world)
    await eve.waitsFor('Why you:')
    const press = eve.aims('Approve')
    await world.rereads({ rules: [byBea] })
    await press()
    await eve.waitsFor(english.failures.notReviewer)
    await bot.look()
    await world.slack.quiet()
    expect(eve.sees()).not.toContain('[ Approve ]')
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.waiting }),
    )
    await dan.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
  })
})

describe('what is hidden in a label', () => {
  for (const label of ['pro\u200Bd-x', 'pro\u3164d-x', '\u202Eprod-x', '  prod-x', 'pr\u00ADod-x']) {
    story(`does not take it past the rule for such labels: ${JSON.stringify(label)}`, async (context) => {
      const prod = { name: 'prod', when: { label: '^prod' }, then: 'deny', because: 'Not here.' }
      const { ana } = await begin(context, { rules: [prod, { name: 'free', then: 'approve' }] })
      await ana.types('/dremio-pat create tableau 7d')
      await ana.waitsFor((person) => person.form?.submit === 'Request')
      await ana.fills({ Label: label, Reason: 'Dashboards' })
      await ana.submits('Request')
      await ana.waitsFor('Not here.')
    })
  }
})

describe('somebody who leaves and comes back', () => {
  story('meets today’s file all the same', async (context) => {
    const world = await begin(context, { rules: [byBea] })
    const { slack, bot } = world
    await approved(world)
    slack.change('UANA', { deleted: true })
    await slack.dispatch.userChange('UANA')
    await world.rereads({ rules: [closed] })
    await bot.look()
    slack.change('UANA', { deleted: false })
    await slack.dispatch.userChange('UANA')
    world.clock.pass(2 * MINUTE)
    await collectsInVain(world)
    expect(creates(world)).toBe(0)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.denied }),
    )
  })
})

describe('a token that was made outside', () => {
  story('is renewed by a review only, however often that is asked for', async (context) => {
    const world = await begin(context, { rules: [renewals, byBea] }, { method: 'impersonation', dremio: software })
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'tableau [k7m2q9xt-1]' })
    for (const _again of [1, 2]) {
      await ana.types('/dremio-pat rotate tableau')
      await ana.quiet()
      if (ana.form?.submit === 'Request') await ana.submits('Request')
      await ana.waitsFor(english.requests.titles.waiting)
      await world.rereads({ rules: [renewals, byBea], reminders: { digestFrom: 3 + _again } })
      await goesBy(world, MINUTE)
      expect(cardOf(world)).toBe(
        english.requests.notification({ label: 'tableau', title: english.requests.titles.waiting }),
      )
      await ana.presses('Cancel request')
      await ana.waitsFor(english.requests.titles.cancelled)
    }
  })
})
