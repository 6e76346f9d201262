// Requests that go to somebody's manager: who that is, whose word on it counts, and what holds where there is none.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import type { SlackOptions } from '../world/slack/slack.ts'
import type { PersonChange, ProfileFieldSeed } from '../world/slack/workspace.ts'
import { ana, bea, carl, startWorld, type World } from '../world/world.ts'
import { asks, forges, requestOn } from './story.ts'

const folder = mkdtempSync(join(tmpdir(), 'managers-'))
afterAll(() => rmSync(folder, { recursive: true }))

let world: World
afterEach(() => world.close())

/** Carl decides where Ana has no manager whom we may believe. */
const withFallback = `
rules:
  - name: ask the manager
    then: review
    approvers: [manager]
    fallback: [user:UCARL]
`
const withoutFallback = withFallback.replace(/ *fallback.*\n/, '')

const manager: ProfileFieldSeed = { id: 'Xf0MANAGER', label: 'Manager', type: 'user' }
const led = (by: string): PersonChange => ({ profileFields: { Xf0MANAGER: by } })

async function starts(policy: string, field?: Partial<ProfileFieldSeed>, slack: Partial<SlackOptions> = {}) {
  const file = join(folder, 'policy.yml')
  writeFileSync(file, policy)
  world = await startWorld({
    env: { POLICY_FILE: file, APPROVERS: '' },
    slack: {
      people: [{ ...ana, ...led('UBEA') }, bea, carl],
      profileFields: field ? [{ ...manager, ...field }] : [],
      ...slack,
    },
  })
  return world
}

const waitsFor = (person: Actor) => person.waitsFor('Why you:')

/** Ana asks, and only this person has a card and decides. */
async function onlyDecides(person: Actor): Promise<void> {
  await asks(world)
  await waitsFor(person)
  await person.quiet()
  const other = person === world.bea ? world.carl : world.bea
  expect(other.messages).toEqual([])
  await person.presses('Approve')
  await world.ana.waitsFor(person === world.bea ? 'Approved by @Bea.' : 'Approved by @Carl.')
}

/** Ana wants to ask; what the form says instead. */
async function refusal(): Promise<string> {
  await world.ana.types('/dremio-pat create tableau')
  await world.ana.waitsFor((person) => person.form && person.form.submit === undefined)
  await world.ana.quiet()
  return world.ana.sees()
}

describe('the manager decides', () => {
  test('whom the policy’s map names, before any profile', async () => {
    await starts(`${withFallback}managers: { map: { UANA: UBEA } }`, { isProtected: true })
    world.slack.change('UANA', led('UCARL'))
    await onlyDecides(world.bea)
    expect(world.slack.requests.map(({ method }) => method)).not.toContain('users.profile.get')
  })

  test.each([
    ['is protected', { isProtected: true }],
    ['comes from SCIM', { isScim: true }],
  ])('whom a profile field names that %s', async (_what, field) => {
    await starts(withFallback, field)
    await onlyDecides(world.bea)
  })

  test('whom the field names that the policy names', async () => {
    await starts(`${withFallback}managers: { field: Vorgesetzte }`, { isScim: true, label: 'Vorgesetzte' })
    await onlyDecides(world.bea)
  })
})

describe('the fallback decides', () => {
  test('where people write the field themselves', async () => {
    await starts(withFallback, {})
    await onlyDecides(world.carl)
  })

  test('where there is no such field', async () => {
    await starts(withFallback)
    await onlyDecides(world.carl)
  })

  test('where somebody is their own manager', async () => {
    await starts(withFallback, { isProtected: true })
    world.slack.change('UANA', led('UANA'))
    await onlyDecides(world.carl)
  })

  test.each<[what: string, change: PersonChange]>([
    ['is a guest', { isRestricted: true }],
    ['is deactivated', { deleted: true }],
    ['is a bot', { isBot: true }],
    ['belongs to another company', { isStranger: true }],
  ])('where the manager %s', async (_what, change) => {
    await starts(withFallback, { isProtected: true })
    world.slack.change('UBEA', change)
    await onlyDecides(world.carl)
  })

  test('where nobody of that id exists', async () => {
    await starts(withFallback, { isProtected: true })
    world.slack.change('UANA', led('UGONE'))
    await onlyDecides(world.carl)
  })
})

describe('nobody decides', () => {
  test.each<[what: string, prepare: () => void]>([
    ['nobody is anybody’s manager', () => world.slack.redefine([])],
    ['somebody is their own manager', () => world.slack.change('UANA', led('UANA'))],
    ['the manager left', () => world.slack.change('UBEA', { deleted: true })],
  ])('where %s and the rule has no fallback, and the words say what to set', async (_what, prepare) => {
    await starts(withoutFallback, { isProtected: true })
    prepare()
    const words = await refusal()
    expect(words).toMatch(/nobody to review/)
    expect(words).toMatch(/Ask a bot admin to add an approver, or to set who your manager is/)
    expect(world.bea.messages).toEqual([])
  })

  test('while the profile cannot be read, not even the fallback', async () => {
    await starts(withFallback, { isProtected: true })
    world.slack.fail('users.profile.get', { error: 'fatal_error' }, { times: 9 })
    const { ana, carl, slack } = world
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: 'Dashboards' })
    await ana.submits('Request')
    await ana.waitsFor(english.failures.slackBusy({ operation: 'read who a manager is' }))
    await slack.quiet()
    expect(ana.sees()).not.toContain(english.requests.titles.waiting)
    expect(carl.messages).toEqual([])
  })
})

describe('between card and click', () => {
  test('a new manager takes over, and the old one’s click is refused', async () => {
    await starts(withFallback, { isScim: true })
    await asks(world)
    await waitsFor(world.bea)
    const { ana, bea, carl, slack } = world
    // The new one has no card before the next reminder, so that this click has to be made by hand.
    await carl.types('/dremio-pat requests')
    await carl.waitsFor(english.requests.list.nothing)
    const press = await carl.presses('New token')
    const approve = () => forges(world, carl, press, { id: 'review-card.approve', value: requestOn(bea, 'Approve') })
    await approve()
    await carl.waitsFor(english.failures.notReviewer)
    slack.change('UANA', led('UCARL'))
    await bea.presses('Approve')
    await bea.waitsFor(english.failures.notReviewer)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
    await approve()
    await ana.waitsFor('Approved by @Carl.')
  })

  test('a field that people may write by now names nobody', async () => {
    await starts(withFallback, { isScim: true })
    await asks(world)
    await waitsFor(world.bea)
    world.slack.redefine([manager])
    await world.bea.presses('Approve')
    await world.bea.waitsFor(english.failures.notReviewer)
    expect(world.ana.sees()).toContain(english.requests.titles.waiting)
  })

  test('a manager who cannot be read is nobody’s to say', async () => {
    await starts(withFallback, { isScim: true })
    await asks(world)
    await waitsFor(world.bea)
    world.slack.fail('users.profile.get', { error: 'fatal_error' })
    await world.bea.presses('Approve')
    await world.bea.waitsFor(english.failures.slackBusy({ operation: 'read who a manager is' }))
    expect(world.ana.sees()).toContain(english.requests.titles.waiting)
    await world.bea.presses('Approve')
    await world.ana.waitsFor('Approved by @Bea.')
  })

  test('a group that cannot be read lets nobody decide', async () => {
    const policy = 'rules: [{ name: ask the team, then: review, approvers: [manager, group:S0DATA] }]'
    await starts(policy, { isScim: true }, { groups: [{ id: 'S0DATA', users: ['UCARL'] }] })
    await asks(world)
    await Promise.all([waitsFor(world.bea), waitsFor(world.carl)])
    world.clock.pass(MINUTE)
    world.slack.fail('usergroups.users.list', { error: 'fatal_error' }, { times: 2 })
    for (const person of [world.bea, world.carl]) {
      await person.presses('Approve')
      await person.waitsFor(english.failures.slackBusy({ operation: 'read a user group' }))
    }
    expect(world.ana.sees()).toContain(english.requests.titles.waiting)
    await world.carl.presses('Approve')
    await world.ana.waitsFor('Approved by @Carl.')
  })

  test('a Slack that wants a rest lets nobody decide, and says so at once', async () => {
    const policy = 'rules: [{ name: ask the team, then: review, approvers: [group:S0DATA] }]'
    await starts(policy, {}, { groups: [{ id: 'S0DATA', users: ['UBEA'] }] })
    await asks(world)
    await waitsFor(world.bea)
    world.clock.pass(MINUTE)
    world.slack.fail('usergroups.users.list', { retryAfter: 30 })
    for (const _click of [1, 2]) {
      await world.bea.presses('Approve')
      await world.bea.waitsFor(english.failures.slackBusy({ operation: 'read a user group' }))
      world.bea.reload()
    }
    expect(world.ana.sees()).toContain(english.requests.titles.waiting)
    world.clock.pass(30 * SECOND)
    await world.bea.presses('Approve')
    await world.ana.waitsFor('Approved by @Bea.')
  })
})
