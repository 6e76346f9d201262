// A renewal is a renewal of the same: the same Dremio user, the same label, of a token that nobody has taken away.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { uids, type World } from '../world/world.ts'
import { beginRotating, byBea, has, renewals } from './rotation-story.ts'
import { approved, cardOf, collectsInVain, creates, goesBy } from './story.ts'

const story = test.concurrent

/** Ana has a token, and Carl may link people by hand. */
async function begin(context: TestContext, policy: object = {}): Promise<World> {
  return beginRotating(context, policy, {
    method: 'impersonation',
    dremio: { edition: 'software' },
    env: { ADMINS: 'UCARL' },
  })
}

async function linksAna({ carl }: World, uid: string): Promise<void> {
  await carl.types('/dremio-pat admin unlink @ana')
  await carl.waitsFor('no longer linked')
  await carl.types(`/dremio-pat admin link @ana ${uid}`)
  await carl.waitsFor('is now linked')
  await carl.quiet()
}

describe('after somebody was linked to another Dremio user', () => {
  story('the token of the earlier one is not rotated to one of the present one', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await has(world)
    await ana.types('/dremio-pat list')
    await ana.waitsFor('[ … Rotate | ')
    const rotate = ana.aims('Rotate')
    await linksAna(world, uids.root)
    await rotate()
    await ana.waitsFor(english.failures.otherDremioUser({ label: 'tableau' }))
    expect(dremio.tokensOf(uids.root)).toEqual([])
    expect(creates(world)).toBe(1)
  })

  story('what was approved for the earlier one is not collected for the present one', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await approved(world)
    await linksAna(world, uids.root)
    expect(await collectsInVain(world)).toContain('You asked for it when you were linked to another Dremio user.')
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.denied }),
    )
    expect([...dremio.tokensOf(uids.root), ...dremio.tokensOf(uids.ana)]).toEqual([])
    await ana.quiet()
  })

  story('and back, everything is as before', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await approved(world)
    await linksAna(world, uids.root)
    await linksAna(world, uids.ana)
    await ana.presses('Show token')
    await ana.waitsFor(english.requests.titles.claimed)
  })
})

describe('a renewal that a rule approved', () => {
  /** Ana asks for a renewal on the day before her token expires; `seen` says whether Dremio could be asked for it then. */
  async function renewsInTime(context: TestContext, seen: boolean): Promise<World> {
    const world = await begin(context)
    const { ana, clock, dremio } = world
    await has(world)
    clock.pass(29 * DAY)
    if (!seen) dremio.fail('list', { status: 503 }, { times: 99 })
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('Approved by the rule “renewals need no review”')
    dremio.clearFaults()
    await ana.quiet()
    return world
  }

  story('is collected also after the old token has expired, which Dremio listed when it was asked', async (context) => {
    const world = await renewsInTime(context, true)
    await goesBy(world, 2 * DAY)
    await world.ana.presses('Show token', { on: english.requests.titles.approved })
    await world.ana.waitsFor(english.requests.titles.claimed)
  })

  story('is not collected after the expiry of a token that nobody saw alive', async (context) => {
    const world = await renewsInTime(context, false)
    const [old] = world.dremio.tokensOf(uids.ana)
    await fetch(`${world.dremio.url}/api/v3/user/${uids.ana}/token/${old?.tid}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${world.dremio.credential(uids.ana)}` },
    })
    world.clock.pass(2 * DAY)
    await world.ana.presses('Show token', { on: english.requests.titles.approved })
    await world.ana.waitsFor('so there’s nothing to renew')
    expect(creates(world)).toBe(1)
  })

  story('is not asked for where Dremio does not list the old token any more', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await has(world)
    const [old] = dremio.tokensOf(uids.ana)
    await fetch(`${dremio.url}/api/v3/user/${uids.ana}/token/${old?.tid}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${dremio.credential(uids.ana)}` },
    })
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('revoked')
    expect(creates(world)).toBe(1)
  })

  story('is one of exactly the same label: another case goes by the other rules', async (context) => {
    const prod = {
      name: 'prod needs two',
      when: { label: '^prod' },
      then: 'review',
      approvers: ['user:UBEA', 'user:UCARL'],
      quorum: 2,
    }
    const world = await begin(context, { rules: [renewals, prod, byBea] })
    const { ana, bea, carl } = world
    await has(world, { label: 'Prod-x' })
    await ana.types('/dremio-pat list')
    await ana.waitsFor('[ … Rotate | ')
    await ana.types('/dremio-pat rotate Prod-x')
    await ana.waitsFor('Approved by the rule “renewals need no review”')
    await ana.presses('Cancel request', { on: english.requests.titles.approved })
    await ana.waitsFor(english.requests.titles.cancelled)
    await ana.presses('Request again', { on: english.requests.titles.cancelled })
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Label: 'prod-x', Reason: 'The same, in small letters' })
    await ana.submits('Request')
    await ana.waitsFor('It needs approval from @Bea and @Carl.')
    await bea.waitsFor('Why you:')
    await carl.waitsFor('Why you:')
  })
})

describe('the condition on active tokens', () => {
  const many = { name: 'many', when: { activeTokensOver: 0 }, then: 'review', approvers: ['user:UCARL'] }
  const free = { name: 'free', then: 'approve' }

  async function asksFor({ ana }: World, label: string): Promise<void> {
    await ana.types(`/dremio-pat create ${label} 30d`)
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: 'Dashboards' })
    await ana.submits('Request')
    await ana.waitsFor((person) => person.messages.some(({ text }) => text.startsWith(`${label} · `)))
    await ana.quiet()
  }

  story('counts open requests', async (context) => {
    const world = await begin(context, { rules: [many, free] })
    await asksFor(world, 'one')
    expect(cardOf(world)).toBe(english.requests.notification({ label: 'one', title: english.requests.titles.approved }))
    world.clock.pass(SECOND)
    await asksFor(world, 'two')
    expect(cardOf(world)).toBe(english.requests.notification({ label: 'two', title: english.requests.titles.waiting }))
    // What was asked first stays free.
    await world.ana.presses('Show token', { on: `${english.requests.titles.approved}` })
    await world.ana.waitsFor(english.requests.titles.claimed)
  })

  story('is looked at again at the claim', async (context) => {
    const world = await begin(context, { rules: [many, free] })
    const { ana, carl, slack } = world
    await asksFor(world, 'one')
    world.clock.pass(SECOND)
    await asksFor(world, 'two')
    await carl.presses('Approve')
    await ana.waitsFor(`${english.requests.titles.approved}`)
    await slack.quiet()
    // The second one becomes a token first, so that the first is not the first any more.
    await ana.presses('Show token', { on: 'two' })
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.presses('Show token', { on: 'one' })
    await ana.waitsFor('Something the rules check has changed since your request was approved. It needs a new review.')
    expect(creates(world)).toBe(1)
  })
})
