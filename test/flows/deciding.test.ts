// Deciding on a request: who may, how, what both sides see, and who was first.

import { afterEach, describe, expect, test, vi } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'
import { asks, forges, heard, requestOn } from './story.ts'

let world: World
afterEach(() => world.close())

/** Ana's request for 30 days waits, and Bea and Carl have their cards. */
async function waiting(options?: WorldOptions): Promise<World> {
  world = await startWorld(options)
  await asks(world)
  await world.bea.waitsFor('Why you:')
  await world.bea.quiet()
  return world
}

/** The form that the button opens, with its fields. */
async function opens(person: Actor, button: string) {
  await person.presses(button)
  await person.waitsFor((one) => one.form?.submit === 'Decide')
  return person.form
}

test('an approver’s card counts what else the requester has open', async () => {
  world = await startWorld()
  for (const label of ['first', 'second', 'third']) await asks(world, { label })
  const has = (requests: number) => english.reviews.fields.now({ labels: [], requests })
  await world.bea.waitsFor(has(2))
  expect(world.bea.sees()).toContain(world.bea.reads(has(1)))
})

describe('approving', () => {
  test('on the card decides at once, and every card says so in place', async () => {
    const { ana, bea, carl } = await waiting()
    expect(bea.sees()).toContain(
      '@Ana wants a Dremio token.\n> Dashboards for the board meeting\nLabel: tableau\nLifetime: 30 days\n',
    )
    await bea.presses('Approve')
    expect(await ana.waitsFor(english.requests.titles.approved)).toContain('Approved by @Bea.')
    for (const approver of [bea, carl]) {
      const card = await approver.waitsFor(english.reviews.titles.approved)
      expect(card).toContain('Approved by @Bea.')
      expect(card).toContain('Dashboards for the board meeting')
      expect(card).not.toContain('[ ')
      expect(approver.messages).toHaveLength(1)
    }
    expect(ana.messages).toHaveLength(1)
  })

  test('for a shorter time and with a comment goes by the form', async () => {
    const { ana, bea, carl } = await waiting()
    const form = await opens(bea, 'Review')
    expect(form).toMatchObject({
      title: 'Review request',
      values: { Decision: 'Approve', Lifetime: '30 days', Comment: '' },
      options: { Decision: ['Approve', 'Deny'], Lifetime: ['1 day', '7 days', '30 days'] },
    })
    expect(bea.sees()).toContain(
      `${english.reviews.form.asks({ requester: '@Ana', label: 'tableau', lifetime: 30 * DAY })}\n${english.reviews.reason}\n> Dashboards for the board meeting`,
    )
    await bea.fills({ Lifetime: '7 days', Comment: 'A week is enough for a board meeting.' })
    await bea.submits('Decide')
    const card = await ana.waitsFor(english.requests.titles.approved)
    expect(card).toContain(english.requests.what({ label: 'tableau', lifetime: 7 * DAY }))
    expect(card).toContain(
      english.reviews.approvedBy({ approved: [{ by: '@Bea' }], shortened: { lifetime: 7 * DAY, asked: 30 * DAY } }),
    )
    expect(card).toContain('@Bea:\n> A week is enough for a board meeting.')
    const others = await carl.waitsFor(english.reviews.titles.approved)
    expect(others).toContain('Approved by @Bea for 7 days instead of 30 days.')
    expect(others).toContain('@Bea:\n> A week is enough for a board meeting.')
  })

  test('never for longer than was asked, whatever a tampered form says', async () => {
    const { ana, bea, slack } = await waiting()
    const form = await opens(bea, 'Review')
    await slack.dispatch.viewSubmission('UBEA', {
      view: {
        id: form?.id,
        hash: 'tampered',
        type: 'modal',
        callback_id: form?.callbackId,
        private_metadata: form?.privateMetadata,
        state: {
          values: {
            ...form?.state,
            lifetime: { value: { type: 'static_select', selected_option: { value: '90d' } } },
          },
        },
      },
    })
    expect(await ana.waitsFor(english.requests.titles.approved)).toContain(
      english.requests.what({ label: 'tableau', lifetime: 30 * DAY }),
    )
  })
})

describe('denying', () => {
  test('opens the form with Deny chosen and wants a comment', async () => {
    const { ana, bea, carl } = await waiting()
    const form = await opens(bea, 'Deny')
    expect(form?.values.Decision).toBe('Deny')
    await expect(bea.submits('Decide')).rejects.toThrow('Comment is empty')
    await bea.fills({ Comment: '  ' })
    await bea.submits('Decide')
    expect(bea.formErrors).toEqual({ Comment: 'Say why, so they know what to do next.' })
    expect(ana.sees()).toContain(english.requests.titles.waiting)
    await bea.fills({ Comment: 'Please use OAuth.' })
    await bea.submits('Decide')
    const card = await ana.waitsFor(english.requests.titles.denied)
    expect(card).toContain('Denied by @Bea.')
    expect(card).toContain('@Bea:\n> Please use OAuth.')
    expect(card).toContain('[ Request again ]')
    expect(await carl.waitsFor(english.reviews.titles.denied)).toContain('@Bea:\n> Please use OAuth.')
    expect(carl.sees()).not.toContain('[ ')
  })

  test('by the review form wants a comment too', async () => {
    const { ana, bea } = await waiting()
    await opens(bea, 'Review')
    await bea.fills({ Decision: 'Deny' })
    await bea.submits('Decide')
    expect(bea.formErrors).toEqual({ Comment: 'Say why, so they know what to do next.' })
    await bea.fills({ Decision: 'Approve' })
    await bea.submits('Decide')
    await ana.waitsFor(english.requests.titles.approved)
  })

  test('takes no token as a comment, and keeps none', async () => {
    const { bea, slack, redis, logs } = await waiting()
    const { secret } = mintSecret()
    await opens(bea, 'Deny')
    await bea.fills({ Comment: `use mine: ${secret}` })
    await bea.submits('Decide')
    expect(bea.formErrors).toEqual({
      Comment: 'That looks like a token. Don’t paste tokens here. To revoke it, run /dremio-pat leaked.',
    })
    await bea.quiet()
    expect([slack.everythingSaid(), await redis.dump(), logs.join()].join()).not.toContain(secret.slice(0, 20))
  })
})

describe('who may review', () => {
  test('nobody their own request, also not as an approver', async () => {
    const { ana, bea, carl, slack } = await waiting({ env: { APPROVERS: 'UANA,UBEA' } })
    expect(ana.messages).toHaveLength(1)
    expect(carl.messages).toHaveLength(0)
    const id = requestOn(bea, 'Approve')
    // A click that is too old has no effect, and is of use for forging others.
    const press = await ana.presses('Cancel request', { offset: -400 })
    expect(press.status).toBe(401)
    for (const button of ['review-card.approve', 'review-card.deny', 'review-card.review']) {
      await forges(world, ana, press, { id: button, value: id })
      await ana.waitsFor(english.failures.ownRequest)
      ana.reload()
    }
    await slack.quiet()
    expect(bea.sees()).toContain('Why you:')
  })

  test('nobody who was not asked', async () => {
    const { bea, carl, ana } = await waiting({ env: { APPROVERS: 'UBEA' } })
    const id = requestOn(bea, 'Approve')
    await carl.types('/dremio-pat requests')
    await carl.waitsFor(english.requests.list.nothing)
    const press = await carl.presses('New token')
    for (const button of ['review-card.approve', 'review-card.deny', 'review-card.review']) {
      carl.reload()
      await forges(world, carl, press, { id: button, value: id })
      await carl.waitsFor(english.failures.notReviewer)
    }
    await forges(world, carl, press, { id: 'review-card.approve', value: 'nosuchid' })
    await carl.waitsFor(english.failures.noSuchRequest)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
  })

  test('a user group’s members, each with a card of their own', async () => {
    const { ana, bea, carl } = await waiting({
      slack: { groups: [{ id: 'S0DATA', users: ['UBEA', 'UCARL', 'UANA'] }] },
      env: { APPROVERS: 'S0DATA' },
    })
    expect(ana.sees()).toContain('@Bea or @Carl will review it.')
    await carl.waitsFor('Why you:')
    await carl.presses('Approve')
    await ana.waitsFor('Approved by @Carl.')
    await bea.waitsFor('Approved by @Carl.')
  })

  test('not any more who left the group between card and click', async () => {
    const { ana, bea, carl, slack } = await waiting({
      slack: { groups: [{ id: 'S0DATA', users: ['UBEA', 'UCARL'] }] },
      env: { APPROVERS: 'S0DATA' },
    })
    slack.regroup('S0DATA', ['UCARL'])
    await bea.presses('Approve')
    await bea.waitsFor(english.failures.notReviewer)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
    await carl.presses('Approve')
    await ana.waitsFor('Approved by @Carl.')
  })

  test('nobody while the group cannot be read', async () => {
    const { ana, bea, slack } = await waiting({
      slack: { groups: [{ id: 'S0DATA', users: ['UBEA', 'UCARL'] }] },
      env: { APPROVERS: 'S0DATA' },
    })
    slack.fail('usergroups.users.list', { error: 'fatal_error' })
    await bea.presses('Approve')
    await bea.waitsFor(`${english.failures.slackBusy({ operation: 'read a user group' })} (reference `)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
    await bea.presses('Approve')
    await ana.waitsFor('Approved by @Bea.')
  })

  test.each([
    ['was deactivated', { deleted: true }, english.identityFailures.person.deleted],
    ['became a guest', { isRestricted: true }, english.identityFailures.person.guest],
  ] as const)('not any more who %s', async (_what, change, words) => {
    const { ana, bea, slack } = await waiting()
    const form = await opens(bea, 'Review')
    expect(form?.title).toBe('Review request')
    slack.change('UBEA', change)
    await bea.presses('Approve', { on: 'Why you:' })
    await bea.waitsFor(words)
    await bea.submits('Decide')
    await slack.quiet()
    expect(ana.sees()).toContain(english.requests.titles.waiting)
  })
})

describe('who was first', () => {
  test('of two at once counts, and the other hears who that was', async () => {
    const { ana, bea, carl, slack } = await waiting({
      env: { AUDIT_CHANNEL: 'C0AUDIT' },
      slack: { channels: [{ id: 'C0AUDIT', name: 'audit', botIsMember: true, members: [] }] },
    })
    await carl.waitsFor('Why you:')
    await Promise.all([bea.presses('Approve'), carl.presses('Approve')])
    const card = await ana.waitsFor(english.requests.titles.approved)
    const [first, late] = card.includes('Approved by @Bea.') ? (['Bea', carl] as const) : (['Carl', bea] as const)
    await late.waitsFor(english.failures.stale.approved({ by: `@${first}` }))
    await slack.quiet()
    expect(late.sees()).toContain(english.reviews.titles.approved)
    const approvals = () => heard(world).filter((line) => line.includes('approved'))
    await vi.waitUntil(() => approvals().length > 0, { timeout: 10_000 })
    expect(approvals()).toHaveLength(1)
  })

  test('is told to who comes later with another decision', async () => {
    const { ana, bea, carl } = await waiting()
    await carl.waitsFor('Why you:')
    const deny = carl.aims('Deny')
    await opens(carl, 'Review')
    await carl.fills({ Decision: 'Deny', Comment: 'No.' })
    await bea.presses('Approve')
    await carl.waitsFor(english.reviews.titles.approved)
    await carl.submits('Decide')
    await carl.waitsFor(english.failures.stale.approved({ by: '@Bea' }))
    await deny()
    await carl.waitsFor(`== Review request ==\n${english.failures.stale.approved({ by: '@Bea' })}`)
    expect(ana.sees()).toContain(english.requests.titles.approved)
  })

  test('was the requester, who took it back', async () => {
    const { ana, bea, carl } = await waiting()
    await carl.waitsFor('Why you:')
    const press = bea.aims('Approve')
    await ana.presses('Cancel request')
    await bea.waitsFor(english.reviews.titles.cancelled)
    await press()
    await bea.waitsFor(english.failures.stale.cancelled)
    expect(ana.sees()).toContain(english.requests.titles.cancelled)
  })
})

describe('what is told about it', () => {
  test('the list of requests has what waits for me, with Review on each', async () => {
    const { ana, bea } = await waiting()
    await bea.types('/dremio-pat requests')
    const list = await bea.waitsFor('Waiting for your review')
    expect(list).toMatch(/@Ana · tableau · 30 days · asked just now · decide by .+ {3}\[ Review \]/)
    await bea.presses('Review', { on: 'Waiting for your review' })
    await bea.waitsFor((one) => one.form?.submit === 'Decide')
    await bea.submits('Decide')
    await ana.waitsFor(english.requests.titles.approved)
    await bea.types('/dremio-pat requests')
    await bea.waitsFor(english.requests.list.nothing)
  })

  test('the form that could not be filled says why, with the number under which it is logged', async () => {
    const { bea, slack, logs } = await waiting()
    slack.fail('users.info', { error: 'fatal_error' }, { times: 9 })
    await bea.presses('Review')
    const words = await bea.waitsFor(/Slack didn’t let me look you up\. .*\(reference \w+\)/)
    const [, reference = '?'] = /reference (\w+)/.exec(words) ?? []
    expect(logs.some((line) => line.includes(reference) && line.includes('slack_unavailable'))).toBe(true)
  })

  test('the audit channel hears who did what, for whom, the label, the lifetime and the rule', async () => {
    const { ana, bea, slack } = await waiting({
      env: { AUDIT_CHANNEL: 'C0AUDIT' },
      slack: { channels: [{ id: 'C0AUDIT', name: 'audit', botIsMember: true, members: [] }] },
    })
    await opens(bea, 'Review')
    await bea.fills({ Lifetime: '7 days' })
    await bea.submits('Decide')
    await ana.waitsFor(english.requests.titles.approved)
    await ana.presses('Show token')
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.presses('I have saved it')
    await ana.waitsFor(english.requests.received)
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('is revoked')
    await slack.quiet()
    await vi.waitUntil(() => heard(world).at(-1)?.includes('revoked'), { timeout: 10_000 })
    const withoutIds = heard(world).map((line) => line.replace(/ · [0-9a-z]{8}$/, ' · ID'))
    expect(withoutIds).toEqual([
      '@ana linked their Dremio user · by email address',
      '@ana requested *tableau* (30 days) · rule “every request is reviewed” · ID',
      '@bea approved @ana’s request *tableau* (7 days) · rule “every request is reviewed” · ID',
      '@ana got *tableau* (7 days) · rule “every request is reviewed” · ID',
      '@ana saved *tableau* (7 days) · rule “every request is reviewed” · ID',
      '@ana revoked *tableau* (7 days) · rule “every request is reviewed” · ID',
    ])
  })

  test('a channel without the bot costs the audit line, never the deed', async () => {
    const { ana, bea, logs } = await waiting({
      env: { AUDIT_CHANNEL: 'C0AUDIT' },
      slack: { channels: [{ id: 'C0AUDIT', name: 'audit', members: [] }] },
    })
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    expect(logs.some((line) => line.includes('refuses the audit channel') && line.includes('not_in_channel'))).toBe(
      true,
    )
  })
})
