// People, groups and managers as the bot reads them from Slack, and what it makes of a Slack that does not answer.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RateLimits } from '../../src/core/people/rate-limits.ts'
import type { Directory } from '../../src/core/ports.ts'
import { HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { sdkLogger, slackClient } from '../../src/slack/client.ts'
import { createDirectories } from '../../src/slack/directory.ts'
import { lookupOptions } from '../../src/slack/lookups.ts'
import { cached } from '../../src/slack/ttl-cache.ts'
import { type MovableClock, stillClock } from '../world/clock.ts'
import { type Slack, startSlack } from '../world/slack/slack.ts'
import type { ProfileFieldSeed } from '../world/slack/workspace.ts'

let clock: MovableClock
let slack: Slack
let directory: Directory
let unattended: Directory
/** Milliseconds that everybody's share is used up for. */
let wait: number

const limits: RateLimits = { take: async () => 0, takeFromBudget: async () => wait }

const manager: ProfileFieldSeed = { id: 'Xf0MANAGER', label: 'Manager', type: 'user', isProtected: true }

beforeEach(async () => {
  clock = stillClock()
  slack = await startSlack({
    people: [{ id: 'UANA', profileFields: { Xf0MANAGER: 'UBEA', Xf0BOSS: 'UCARL' } }, { id: 'UBEA' }, { id: 'UCARL' }],
    groups: [{ id: 'S0DATA', users: ['UBEA', 'UCARL'] }],
    profileFields: [manager],
    now: clock.now,
  })
  const access = { botToken: slack.bot.token, apiUrl: slack.apiUrl, logger: sdkLogger(() => {}) }
  wait = 0
  const made = createDirectories(slackClient(access, lookupOptions(access)), { clock, limits })
  directory = made.attended
  unattended = made.unattended
})
afterEach(() => slack.close())

const asked = (method: string) => slack.requests.filter((request) => request.method === method).length
const unavailable = (reason: string) => ({ code: 'slack_unavailable', facts: { reason } })
const membersOf = () => directory.membersOf('S0DATA')
const managerOf = (field = 'Manager') => directory.managerOf('UANA', field)

describe('a person', () => {
  test('is asked for anew each time', async () => {
    expect(await directory.person({ id: 'UBEA' })).toMatchObject({ id: 'UBEA', guest: false, outOfOffice: false })
    slack.change('UBEA', { isRestricted: true, statusEmoji: ':palm_tree:' })
    expect(await directory.person({ id: 'UBEA' })).toMatchObject({ guest: true, outOfOffice: true })
  })

  test.each([
    [true, true],
    [false, false],
    [undefined, 'unknown'],
  ] as const)('has an address that counts as confirmed only if Slack says so: %s', async (flag, emailConfirmed) => {
    slack.change('UBEA', { emailConfirmed: flag })
    expect(await directory.person({ id: 'UBEA' })).toMatchObject({ emailConfirmed })
  })

  test('is asked for once by two clicks at the same moment, and anew by the next', async () => {
    const ask = () => directory.person({ id: 'UBEA' })
    await Promise.all([ask(), ask(), directory.colleague('UBEA')])
    expect(asked('users.info')).toBe(1)
    await ask()
    expect(asked('users.info')).toBe(2)
  })

  test('is not asked for by a click that comes after a slow one', async () => {
    const gate = slack.hold('users.info', { before: 'answer' })
    const slow = directory.person({ id: 'UBEA' })
    await gate.reached
    slack.change('UBEA', { isRestricted: true })
    clock.pass(SECOND)
    const later = directory.person({ id: 'UBEA' })
    gate.release()
    expect(await slow).toMatchObject({ guest: false })
    expect(await later).toMatchObject({ guest: true })
    expect(directory.known('UBEA')).toMatchObject({ guest: true })
  })

  test('who acted need not be asked for again by those who name them', async () => {
    await directory.person({ id: 'UBEA' })
    await directory.colleague('UBEA')
    expect(asked('users.info')).toBe(1)
  })

  test('is known for a minute, also while Slack does not answer', async () => {
    expect(directory.known('UBEA')).toBeUndefined()
    await directory.person({ id: 'UBEA' })
    slack.fail('users.info', { retryAfter: 90 })
    await expect(directory.person({ id: 'UBEA' })).rejects.toMatchObject(unavailable('ratelimited'))
    clock.pass(MINUTE - 1)
    expect(directory.known('UBEA')).toMatchObject({ id: 'UBEA' })
    clock.pass(1)
    expect(directory.known('UBEA')).toBeUndefined()
  })

  test('whom nobody knows is nobody', async () => {
    const nobody = { code: 'no_such_person', facts: { words: 'UNOBODY' } }
    await expect(directory.person({ id: 'UNOBODY' })).rejects.toMatchObject(nobody)
    await expect(directory.colleague('UNOBODY')).rejects.toMatchObject(nobody)
  })
})

describe('what nobody waits for', () => {
  test('asks no more than its share, and leaves people at the screen alone', async () => {
    expect(await unattended.person({ id: 'UBEA' })).toMatchObject({ id: 'UBEA' })
    wait = SECOND
    await expect(unattended.person({ id: 'UBEA' })).rejects.toMatchObject(unavailable('ratelimited'))
    // What is known costs nothing, and whoever may decide a request is named whatever the share.
    expect(await unattended.colleague('UBEA')).toMatchObject({ id: 'UBEA' })
    expect(await unattended.colleague('UCARL')).toMatchObject({ id: 'UCARL' })
    expect(await directory.person({ id: 'UCARL' })).toMatchObject({ id: 'UCARL' })
    expect(asked('users.info')).toBe(3)
  })

  test('is told to wait for itself alone', async () => {
    slack.fail('users.info', { retryAfter: 60 })
    await expect(unattended.person({ id: 'UBEA' })).rejects.toMatchObject(unavailable('ratelimited'))
    expect(await directory.person({ id: 'UBEA' })).toMatchObject({ id: 'UBEA' })
    await expect(unattended.person({ id: 'UBEA' })).rejects.toMatchObject(unavailable('ratelimited'))
    expect(asked('users.info')).toBe(2)
  })

  test('that has used up its share does not refuse somebody who clicks at the same moment', async () => {
    wait = SECOND
    const refused = unattended.person({ id: 'UBEA' })
    const click = directory.person({ id: 'UBEA' })
    await expect(refused).rejects.toMatchObject(unavailable('ratelimited'))
    expect(await click).toMatchObject({ id: 'UBEA' })
    const refusedAgain = unattended.person({ id: 'UCARL' })
    const named = directory.colleague('UCARL')
    await expect(refusedAgain).rejects.toMatchObject(unavailable('ratelimited'))
    expect(await named).toMatchObject({ id: 'UCARL' })
  })
})

describe('a status', () => {
  test.each<[emoji: string, text: string, away: boolean]>([
    ['', '', false],
    [':palm_tree:', 'Vacationing', true],
    [':palm_tree:', 'En vacances', true],
    [':face_with_thermometer:', 'Out sick', true],
    [':face_with_thermometer:', '', true],
    [':spiral_calendar_pad:', 'In a meeting', false],
    [':bus:', 'Commuting', false],
    [':house_with_garden:', 'Working remotely', false],
    [':no_entry:', 'Focus', false],
    [':airplane:', '', false],
    ['', 'OOO until Monday', true],
    ['', 'Out of Office • Google Calendar', true],
    ['', 'out of the office', true],
    ['', 'On holiday', true],
    ['', 'on parental leave until May', true],
    ['', 'On leave', true],
    ['', 'off sick', true],
    ['', 'PTO', true],
    ['', 'Im Urlaub bis 3.', true],
    ['', 'Sommerurlaub', true],
    ['', 'krank', true],
    ['', 'krankgeschrieben', true],
    ['', 'wooohoo', false],
    ['', 'Leave me alone', false],
    ['', 'Krankenkassen-Projekt', false],
    ['', 'Sick of meetings', false],
  ])('%s “%s” says away: %s', async (statusEmoji, statusText, away) => {
    slack.change('UBEA', { statusEmoji, statusText })
    expect((await directory.person({ id: 'UBEA' })).outOfOffice).toBe(away)
  })

  test('holds until its time is over', async () => {
    const statusExpiration = Math.ceil(clock.now() / 1_000) + 60
    slack.change('UBEA', { statusEmoji: ':palm_tree:', statusExpiration })
    expect((await directory.person({ id: 'UBEA' })).outOfOffice).toBe(true)
    clock.pass(statusExpiration * 1_000 - clock.now() - 1)
    expect((await directory.person({ id: 'UBEA' })).outOfOffice).toBe(true)
    clock.pass(1)
    expect((await directory.person({ id: 'UBEA' })).outOfOffice).toBe(false)
  })

  test('is not whether somebody sits there', async () => {
    slack.change('UBEA', { active: false })
    expect((await directory.person({ id: 'UBEA' })).outOfOffice).toBe(false)
  })
})

describe('a colleague', () => {
  test('is at most a minute old', async () => {
    expect(await directory.colleague('UBEA')).toMatchObject({ deleted: false })
    slack.change('UBEA', { deleted: true })
    clock.pass(MINUTE - 1)
    expect(await directory.colleague('UBEA')).toMatchObject({ deleted: false })
    // Whoever acts is looked at as they are.
    expect(await directory.person({ id: 'UBEA' })).toMatchObject({ deleted: true })
    clock.pass(1)
    expect(await directory.colleague('UBEA')).toMatchObject({ deleted: true })
  })

  test('is as old as the question, however long the answer took', async () => {
    const gate = slack.hold('users.info', { before: 'answer' })
    const answer = directory.colleague('UBEA')
    await gate.reached
    clock.pass(MINUTE)
    gate.release()
    await answer
    await directory.colleague('UBEA')
    expect(asked('users.info')).toBe(2)
  })

  test('is asked for once by many at the same time', async () => {
    const ids = ['UBEA', 'UCARL', 'UBEA', 'UBEA']
    const people = await Promise.all(ids.map((id) => directory.colleague(id)))
    expect(people.map(({ id }) => id)).toEqual(ids)
    expect(asked('users.info')).toBe(2)
  })

  test('who could not be read is asked for again', async () => {
    slack.fail('users.info', { error: 'fatal_error' })
    const both = [directory.colleague('UBEA'), directory.colleague('UBEA')]
    for (const one of both) await expect(one).rejects.toMatchObject(unavailable('fatal_error'))
    expect(await directory.colleague('UBEA')).toMatchObject({ id: 'UBEA' })
  })

  test('is forgotten for others, the one first that was asked for longest ago', async () => {
    const questions: string[] = []
    const answers = cached(
      async (key) => {
        questions.push(key)
        return key
      },
      { clock, ttl: MINUTE, maxEntries: 2 },
    )
    for (const key of ['a', 'b', 'c', 'b', 'c', 'a', 'c', 'b']) expect(await answers(key)).toBe(key)
    expect(questions).toEqual(['a', 'b', 'c', 'a', 'b'])
    clock.pass(MINUTE)
    for (const key of ['a', 'b', 'a']) await answers(key)
    expect(questions.slice(5)).toEqual(['a', 'b'])
  })
})

describe('a clock that is set back', () => {
  test('makes no answer fresh again', async () => {
    expect(await membersOf()).toEqual(['UBEA', 'UCARL'])
    slack.regroup('S0DATA', ['UCARL'])
    clock.pass(-1)
    expect(await membersOf()).toEqual(['UCARL'])
  })

  test('ends a rest, which would otherwise last as much longer', async () => {
    slack.fail('usergroups.users.list', { retryAfter: 30 })
    await expect(membersOf()).rejects.toMatchObject(unavailable('ratelimited'))
    clock.pass(-HOUR)
    expect(await membersOf()).toEqual(['UBEA', 'UCARL'])
  })
})

describe('the members of a group', () => {
  test('are at most a minute old, and asked for once by many', async () => {
    expect(await Promise.all([membersOf(), membersOf()])).toEqual(Array(2).fill(['UBEA', 'UCARL']))
    slack.regroup('S0DATA', ['UCARL'])
    clock.pass(MINUTE - 1)
    expect(await membersOf()).toEqual(['UBEA', 'UCARL'])
    expect(asked('usergroups.users.list')).toBe(1)
    clock.pass(1)
    expect(await membersOf()).toEqual(['UCARL'])
  })

  test('of a group that does not exist are none, and that is said', async () => {
    expect(await directory.membersOf('S0NONE')).toBe('missing')
    expect(await directory.membersOf('S0NONE', 'fresh')).toBe('missing')
    slack.regroup('S0NONE', ['UBEA'])
    clock.pass(MINUTE)
    expect(await directory.membersOf('S0NONE')).toEqual(['UBEA'])
  })

  test('of a group that is not in the plan are nobody’s to say', async () => {
    slack.fail('usergroups.users.list', { error: 'plan_upgrade_required' })
    await expect(membersOf()).rejects.toMatchObject(unavailable('plan_upgrade_required'))
  })

  test('of a group that may not be read are not there until the app is installed again', async () => {
    slack.scopes.delete('usergroups:read')
    await expect(membersOf()).rejects.toMatchObject({
      code: 'slack_scope_missing',
      facts: { scope: 'usergroups:read' },
    })
  })

  test('a failure is not an old answer, nor one for later', async () => {
    await membersOf()
    clock.pass(MINUTE)
    slack.fail('usergroups.users.list', { error: 'fatal_error' })
    await expect(membersOf()).rejects.toMatchObject(unavailable('fatal_error'))
    expect(await membersOf()).toEqual(['UBEA', 'UCARL'])
  })

  test('are refused at once while Slack asks for patience, and not asked for again meanwhile', async () => {
    slack.fail('usergroups.users.list', { retryAfter: 30 })
    const began = performance.now()
    await expect(membersOf()).rejects.toMatchObject(unavailable('ratelimited'))
    expect(performance.now() - began).toBeLessThan(4 * SECOND)
    clock.pass(30 * SECOND - 1)
    await expect(membersOf()).rejects.toMatchObject(unavailable('ratelimited'))
    await expect(directory.membersOf('S0OTHER')).rejects.toMatchObject(unavailable('ratelimited'))
    expect(asked('usergroups.users.list')).toBe(1)
    // Other questions are none of that limit's business.
    expect(await directory.person({ id: 'UBEA' })).toMatchObject({ id: 'UBEA' })
    clock.pass(1)
    expect(await membersOf()).toEqual(['UBEA', 'UCARL'])
  })

  test('that are known hold for their minute, though Slack asks for patience', async () => {
    await membersOf()
    slack.fail('usergroups.users.list', { retryAfter: 90 })
    await expect(directory.membersOf('S0OTHER')).rejects.toMatchObject(unavailable('ratelimited'))
    expect(await membersOf()).toEqual(['UBEA', 'UCARL'])
    clock.pass(MINUTE)
    await expect(membersOf()).rejects.toMatchObject(unavailable('ratelimited'))
  })
})

describe('a manager', () => {
  test.each<[what: string, fields: ProfileFieldSeed[], named: string | undefined]>([
    ['of a protected field', [manager], 'UBEA'],
    ['of a field from SCIM', [{ ...manager, isProtected: false, isScim: true }], 'UBEA'],
    ['of a label in another case', [{ ...manager, label: ' MANAGER' }], 'UBEA'],
    ['of a field that people write themselves', [{ ...manager, isProtected: false }], undefined],
    ['of a field that holds text', [{ ...manager, type: 'text' }], undefined],
    ['of a field that is hidden', [{ ...manager, isHidden: true }], undefined],
    ['of no field', [], undefined],
    ['of a field with another label', [{ ...manager, label: 'Line manager' }], undefined],
    [
      'of two such fields, even if both could be believed',
      [manager, { ...manager, id: 'Xf0BOSS', isScim: true }],
      undefined,
    ],
    [
      'of a protected field beside one that people write themselves',
      [manager, { ...manager, id: 'Xf0BOSS', isProtected: false }],
      undefined,
    ],
    [
      'beside one that was hidden',
      [{ ...manager, id: 'Xf0BOSS', isProtected: false, isHidden: true }, manager],
      'UBEA',
    ],
    ['of a field whose flag is a number', [{ ...manager, raw: { options: { is_protected: 1 } } }], 'UBEA'],
    ['of a field with its flag beside the options', [{ ...manager, raw: { options: null, is_scim: true } }], 'UBEA'],
    ['of a field without options', [{ ...manager, raw: { options: null } }], undefined],
    ['of a field whose flag is a word', [{ ...manager, raw: { options: { is_protected: 'false' } } }], undefined],
    ['beside other fields', [{ id: 'Xf0TEAM', label: 'Team' }, manager], 'UBEA'],
  ])('%s', async (_what, fields, named) => {
    slack.redefine(fields)
    expect(await managerOf()).toBe(named)
    // Nobody's profile is read for a field that is not believed.
    if (named === undefined) expect(asked('users.profile.get')).toBe(0)
  })

  test('is named by the field that the policy names', async () => {
    slack.redefine([manager, { ...manager, id: 'Xf0BOSS', label: 'Vorgesetzte' }])
    expect(await managerOf('vorgesetzte')).toBe('UCARL')
  })

  test.each([
    ['', undefined],
    ['  ', undefined],
    ['Bea', undefined],
    ['UBEA,UCARL', undefined],
    ['<@UBEA>', undefined],
    ['S0DATA', undefined],
    ['W0BEA', 'W0BEA'],
  ])('that the field calls “%s” is %s', async (value, named) => {
    slack.change('UANA', { profileFields: { Xf0MANAGER: value } })
    expect(await managerOf()).toBe(named)
  })

  test('whom nobody has entered is nobody', async () => {
    slack.change('UANA', { profileFields: {} })
    expect(await managerOf()).toBeUndefined()
  })

  test('is never remembered, and the fields are for a minute', async () => {
    expect(await managerOf()).toBe('UBEA')
    slack.change('UANA', { profileFields: { Xf0MANAGER: 'UCARL' } })
    expect(await managerOf()).toBe('UCARL')
    expect(asked('team.profile.get')).toBe(1)
    slack.redefine([{ ...manager, isProtected: false }])
    clock.pass(MINUTE)
    expect(await managerOf()).toBeUndefined()
    expect(asked('team.profile.get')).toBe(2)
  })

  test.each(['team.profile.get', 'users.profile.get'])('is not “nobody” when %s fails', async (method) => {
    slack.fail(method, { error: 'fatal_error' })
    await expect(managerOf()).rejects.toMatchObject(unavailable('fatal_error'))
    expect(await managerOf()).toBe('UBEA')
    clock.pass(MINUTE)
    slack.fail(method, { retryAfter: 30 })
    await expect(managerOf()).rejects.toMatchObject(unavailable('ratelimited'))
    await expect(managerOf()).rejects.toMatchObject(unavailable('ratelimited'))
    expect(asked(method)).toBe(3)
  })

  test('is nobody where there are no such fields, and not known without the scope or while Slack is away', async () => {
    slack.fail('team.profile.get', { error: 'plan_upgrade_required' })
    expect(await managerOf()).toBeUndefined()
    slack.scopes.delete('users.profile:read')
    await expect(managerOf()).rejects.toMatchObject({
      code: 'slack_scope_missing',
      facts: { scope: 'users.profile:read' },
    })
    slack.scopes.add('users.profile:read')
    slack.fail('team.profile.get', { status: 503 }, { times: 9 })
    await expect(managerOf()).rejects.toMatchObject({ code: 'slack_unavailable' })
    slack.heal()
    expect(await managerOf()).toBe('UBEA')
  })

  test('is there although Slack stumbled once', async () => {
    slack.fail('team.profile.get', { status: 503 })
    slack.fail('users.profile.get', { drop: true })
    expect(await managerOf()).toBe('UBEA')
  })
})
