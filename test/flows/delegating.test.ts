// Letting somebody else decide in one's place: who may, until when, what they see, and when it ends.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { moment } from '../../src/slack/views/block-kit.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { ana, bea, carl, startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { asks, beforeFact, forges, heard, requestOn } from './story.ts'

let world: World
afterEach(() => world.close())

const folder = mkdtempSync(join(tmpdir(), 'delegating-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** One rule: everything is reviewed by these; `more` is further keys of the rule. */
function reviewedBy(approvers: string, more = '', rest = ''): string {
  const file = join(folder, `${readdirSync(folder).length}.yml`)
  writeFileSync(file, `rules: [{ name: ours, then: review, approvers: [${approvers}]${more} }]\n${rest}`)
  return file
}

const dan = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
const eva = { id: 'UEVA', name: 'eva', realName: 'Eva', email: 'eva@acme.test', timeZone: 'UTC' }
const everybody = [ana, bea, carl, dan, eva]

/** Bea alone reviews, and lives in Kolkata; Carl, Dan and Eva are people as well. */
async function begin(policy = reviewedBy('user:UBEA'), options: WorldOptions = {}) {
  world = await startWorld({
    ...options,
    env: { POLICY_FILE: policy, ...options.env },
    slack: { people: everybody, ...options.slack },
  })
  return { ...world, bot: world.bot, dan: world.slack.person('UDAN'), eva: world.slack.person('UEVA') }
}

/** What the bot answers to the words, as the whole screen. */
async function says(person: Actor, words: string, answer: string | RegExp, raw = false): Promise<string> {
  await person.types(`/dremio-pat ${words}`, { raw })
  const seen = await person.waitsFor(answer)
  await person.quiet()
  return seen
}

/** Bea delegates to Dan. */
const delegates = (until = '') => says(world.bea, `delegate @dan ${until}`, REVIEWS_FOR_YOU)

const REVIEWS_FOR_YOU = beforeFact((until) =>
  english.delegation.started({ delegate: '@Dan', until, shown: 0, knowsAlready: false }),
)
const NOW_FOR_BEA = beforeFact((until) => english.delegation.given({ approver: '@Bea', until }))
/** So many days from now, as the messages say it. */
const until = (days: number) => `until ${moment(world.clock.now() + days * DAY)}.`

const WAITS = 'Why you:'
const NOT_NOW = english.failures.notReviewer

/** The delegation in Redis, of one who has no other. */
async function stored(): Promise<{ approver: string; delegate: string; since: number; until: number } | undefined> {
  const found = /\{"approver":"\w+","delegate":"\w+","since":\d+,"until":\d+\}/.exec(
    (await world.redis.dump()).replaceAll('\\"', '"'),
  )
  return found ? JSON.parse(found[0]) : undefined
}

/** A day in Kolkata so many days from now, `2026-12-01`. */
function dayInKolkata(days: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' }).format(world.clock.now() + days * DAY)
}

describe('a delegate', () => {
  test('is told, has a card of what comes, and decides in the approver’s place', async () => {
    const { ana, bea, dan, redis } = await begin()
    expect(await delegates('until 7d')).toContain(world.bea.reads(until(7)))
    expect(await dan.waitsFor(NOW_FOR_BEA)).toContain(dan.reads(until(7)))
    await asks(world)
    await bea.waitsFor(WAITS)
    await dan.waitsFor(WAITS)
    await dan.presses('Approve')
    await ana.waitsFor('Approved by @Dan')
    await bea.waitsFor(english.reviews.titles.approved)
    await ana.quiet()
    const kept = await redis.dump()
    expect(kept).toContain('in place of UBEA')
    expect(kept).toMatch(/"action","delegation\.started"/)
    expect(kept).toMatch(/until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/)
  })

  test('leaves the right with the approver as well', async () => {
    const { ana, bea, dan } = await begin()
    await delegates()
    await asks(world)
    await dan.waitsFor(WAITS)
    await bea.presses('Approve')
    await ana.waitsFor('Approved by @Bea')
    await dan.waitsFor(english.reviews.titles.approved)
  })

  test('has one voice with the approver between them', async () => {
    const { bea, dan, ana } = await begin(reviewedBy('user:UBEA, user:UCARL', ', quorum: 2'))
    await delegates()
    await asks(world)
    await dan.waitsFor(WAITS)
    const press = dan.aims('Approve')
    await bea.presses('Approve')
    await bea.quiet()
    await press()
    await dan.waitsFor(english.failures.approvedTogether({ by: '@Bea', missing: 1 }))
    expect(ana.sees()).not.toContain(english.requests.titles.approved)
    await world.carl.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
  })

  test('gets what waits already, once, and the requester’s card names them', async () => {
    const { ana, dan } = await begin()
    await asks(world, { label: 'tableau' })
    await asks(world, { label: 'notebook' })
    expect(dan.messages).toEqual([])
    expect(await delegates()).toContain('I sent them your 2 waiting requests.')
    expect(dan.sees()).toContain(`Label: tableau\nLifetime: 30 days`)
    expect(dan.sees()).toContain(`Label: notebook\nLifetime: 30 days`)
    expect(dan.messages).toHaveLength(3)
    expect(ana.sees()).toContain('@Dan')
    await dan.types('/dremio-pat requests')
    await dan.waitsFor('Waiting for your review')
    await dan.presses('Approve', { on: 'notebook' })
    await ana.waitsFor('Approved by @Dan')
    // Saying it again moves the end and shows nothing twice.
    const again = await says(world.bea, 'delegate @dan until 3d', until(3))
    expect(again.split(world.bea.reads(until(3)))[1]).not.toContain('I sent them')
    expect(dan.messages).toHaveLength(3)
  })

  test('gets no card of what the approver has approved already', async () => {
    const { bea, dan, carl, ana } = await begin(reviewedBy('user:UBEA, user:UCARL', ', quorum: 2'))
    await asks(world)
    await bea.waitsFor(WAITS)
    await bea.presses('Approve')
    await bea.quiet()
    await delegates()
    expect(dan.messages).toHaveLength(1)
    await carl.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
  })

  test('gets no right over a request of their own', async () => {
    const { ana, bea, slack } = await begin()
    await asks(world)
    expect(await says(bea, 'delegate @ana', '@Ana now reviews for you')).not.toContain('I sent them')
    await asks(world, { label: 'notebook' })
    await slack.quiet()
    expect(ana.sees()).not.toContain(WAITS)
    const id = requestOn(bea, 'Approve')
    const press = await ana.presses('Cancel request', { offset: -400 })
    expect(press.status).toBe(401)
    for (const button of ['review-card.approve', 'review-card.review']) {
      await forges(world, ana, press, { id: button, value: id })
      await ana.waitsFor(english.failures.ownRequest)
      ana.reload()
    }
    await bea.presses('Approve')
    await ana.waitsFor('Approved by @Bea')
  })

  test('cannot lend on what was lent: a delegate is no approver, and nobody decides for them', async () => {
    const { ana, bea, carl, dan, eva } = await begin(reviewedBy('user:UBEA, user:UCARL'))
    await asks(world, { label: 'tableau' })
    await says(bea, 'delegate @dan', REVIEWS_FOR_YOU)
    // A request waits for Dan, which makes him no approver.
    await says(dan, 'delegate @eva', 'Only approvers can delegate reviews, and no rule names you.')
    await asks(world, { label: 'notebook' })
    await dan.waitsFor('notebook')
    await eva.quiet()
    expect(eva.sees()).not.toContain(WAITS)
    await eva.types('/dremio-pat')
    await eva.waitsFor('[ New token ]')
    const press = await eva.presses('Help')
    await forges(world, eva, press, { id: 'review-card.approve', value: requestOn(carl, 'Approve') })
    await eva.waitsFor(NOT_NOW)
    expect(ana.sees()).not.toContain(english.requests.titles.approved)
  })
})

describe('a delegate hears of it once', () => {
  test('whatever is changed afterwards: the end, the end of it all, and the same again', async () => {
    const { bea, dan } = await begin()
    await delegates('until 7d')
    await dan.waitsFor(until(7))
    bea.reload()
    expect(await delegates('until 3d')).toContain('They already have a message about it.')
    await dan.waitsFor(until(3))
    await says(bea, 'delegate off', english.delegation.ended({ delegate: '@Dan' }))
    await dan.waitsFor(english.delegation.taken({ approver: '@Bea' }))
    for (let time = 0; time < 3; time += 1) {
      bea.reload()
      await delegates('until 5d')
      await says(bea, 'delegate off', english.delegation.ended({ delegate: '@Dan' }))
    }
    bea.reload()
    await delegates('until 5d')
    await dan.waitsFor(until(5))
    await dan.quiet()
    expect(dan.messages).toHaveLength(1)
  })

  test('when others are named in between as well', async () => {
    const { bea, dan, carl } = await begin()
    for (const name of ['dan', 'carl', 'dan', 'carl', 'dan'])
      await says(bea, `delegate @${name}`, 'now reviews for you')
    await dan.waitsFor(NOW_FOR_BEA)
    await carl.waitsFor(english.delegation.taken({ approver: '@Bea' }))
    expect(dan.messages).toHaveLength(1)
    expect(carl.messages).toHaveLength(1)
  })

  test('and again on another day, for it is another delegation', async () => {
    const { bea, dan, clock } = await begin()
    await delegates('until 12h')
    clock.pass(DAY)
    await delegates('until 12h')
    await bea.quiet()
    expect(dan.messages).toHaveLength(2)
    // It goes on for days: another end is no news.
    await delegates('until 7d')
    clock.pass(3 * DAY)
    await delegates('until 9d')
    await bea.quiet()
    expect(dan.messages).toHaveLength(2)
    expect(dan.sees()).toContain(dan.reads(until(9)))
  })

  test('also from two processes at the same moment, and reads what holds in the end', async () => {
    const { bea, dan, slack } = await begin(undefined, { layout: 'two of each' })
    const posting = slack.hold('chat.postMessage')
    await bea.via(0).types('/dremio-pat delegate @dan until 3d')
    await posting.reached
    await bea.via(1).types('/dremio-pat delegate @dan until 9d')
    await vi.waitUntil(async () => (await stored())?.until === world.clock.now() + 9 * DAY)
    posting.release()
    await dan.waitsFor(until(9))
    await dan.quiet()
    expect(dan.messages).toHaveLength(1)
  })

  test('and not more than some people an hour can be told', async () => {
    const crowd = Array.from({ length: 12 }, (_, index) => ({
      id: `UP${index}A`,
      name: `p${index}`,
      realName: `P${index}`,
    }))
    const { bea, slack } = await begin(undefined, { slack: { people: [...everybody, ...crowd] } })
    for (const [index, { id, name }] of crowd.entries()) {
      await bea.types(`/dremio-pat delegate @${name}`)
      if (index < 10)
        await slack.person(id).waitsFor(beforeFact((until) => english.delegation.given({ approver: '@Bea', until })))
    }
    await bea.waitsFor('You’ve changed your delegation too many times. Try again in ')
    await slack.quiet()
    expect(crowd.flatMap(({ id }) => slack.person(id).messages)).toHaveLength(10)
  })
})

describe('the end', () => {
  test('by `delegate off` takes the right away between card and click, and both are told', async () => {
    const { ana, bea, dan, redis } = await begin()
    await delegates()
    await asks(world)
    await dan.waitsFor(WAITS)
    const press = dan.aims('Approve')
    await says(bea, 'delegate off', english.delegation.ended({ delegate: '@Dan' }))
    await dan.waitsFor(english.delegation.taken({ approver: '@Bea' }))
    await says(dan, 'requests', english.requests.list.nothing)
    await dan.waitsFor(english.reviews.notAskedAnymore)
    await press()
    await dan.waitsFor(NOT_NOW)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
    // What comes after that does not reach them.
    await asks(world, { label: 'notebook' })
    await bea.waitsFor('notebook')
    expect(dan.sees()).not.toContain('notebook')
    expect(await redis.dump()).toContain('"action","delegation.ended"')
    await bea.presses('Approve', { on: 'tableau' })
    // Their card goes on showing what becomes of the request.
    await dan.waitsFor(english.reviews.titles.approved)
    await says(bea, 'delegate OFF', english.failures.notDelegated)
  })

  test('comes by itself, to the moment, and nothing has to happen for it', async () => {
    const { ana, bea, dan, clock } = await begin()
    await delegates('until 12h')
    await asks(world)
    await dan.waitsFor(WAITS)
    clock.pass(12 * HOUR - 1)
    await asks(world, { label: 'notebook' })
    await dan.waitsFor('notebook')
    clock.pass(1)
    await dan.presses('Approve', { on: 'notebook' })
    await dan.waitsFor(NOT_NOW)
    await asks(world, { label: 'dbt cloud' })
    await bea.waitsFor('dbt cloud')
    expect(dan.sees()).not.toContain('dbt cloud')
    expect(ana.sees()).not.toContain(english.requests.titles.approved)
    await says(bea, 'delegate off', english.failures.notDelegated)
    expect(dan.sees()).not.toContain(english.delegation.taken({ approver: '@Bea' }))
  })

  test('comes when somebody else is named, and both hear of it', async () => {
    const { bea, dan, carl } = await begin()
    await delegates()
    await asks(world)
    await dan.waitsFor(WAITS)
    const press = dan.aims('Approve')
    await says(bea, 'delegate @carl', '@Carl now reviews for you')
    await dan.waitsFor(english.delegation.taken({ approver: '@Bea' }))
    await carl.waitsFor(NOW_FOR_BEA)
    await press()
    await dan.waitsFor(NOT_NOW)
    await carl.presses('Approve')
    await world.ana.waitsFor('Approved by @Carl')
  })

  test('of two that are named at once leaves exactly one who may', async () => {
    const { ana, bea, dan, carl, slack } = await begin()
    await asks(world)
    await slack.quiet()
    // Both are looked up before either is written down.
    const asked = slack.hold('users.info')
    await Promise.all([bea.types('/dremio-pat delegate @dan'), bea.types('/dremio-pat delegate @carl')])
    await asked.reached
    const delegates = slack.hold('users.info')
    const before = slack.requests.length
    asked.release()
    await vi.waitUntil(() => slack.requests.slice(before).filter(({ method }) => method === 'users.info').length >= 2)
    delegates.release()
    await bea.waitsFor(REVIEWS_FOR_YOU)
    await bea.waitsFor('@Carl now reviews for you')
    await bea.quiet()
    const one = await stored()
    const [may, mayNot] = one?.delegate === 'UDAN' ? [dan, carl] : [carl, dan]
    // Their card may have been drawn anew by now; then there is nothing to press.
    const stale = await mayNot.presses('Approve').catch(() => undefined)
    await mayNot.waitsFor(stale ? NOT_NOW : english.delegation.taken({ approver: '@Bea' }))
    await may.presses('Approve')
    await ana.waitsFor(`Approved by @${one?.delegate === 'UDAN' ? 'Dan' : 'Carl'}`)
  })

  test('can be said also by who is no approver any more', async () => {
    const { bea, dan, clock, slack } = await begin(reviewedBy('group:S0DATA'), {
      slack: { groups: [{ id: 'S0DATA', users: ['UBEA', 'UCARL'] }] },
    })
    await delegates()
    slack.regroup('S0DATA', ['UCARL'])
    clock.pass(HOUR)
    // What was lent is gone with the right itself.
    await asks(world)
    await world.carl.waitsFor(WAITS)
    expect(dan.sees()).not.toContain(WAITS)
    await says(bea, 'delegate @dan', 'Only approvers can delegate reviews')
    await says(bea, 'delegate off', english.delegation.ended({ delegate: '@Dan' }))
  })

  test('comes with the approver’s own right, between card and click', async () => {
    const { ana, dan, clock, slack } = await begin(reviewedBy('group:S0DATA'), {
      slack: { groups: [{ id: 'S0DATA', users: ['UBEA', 'UCARL'] }] },
    })
    await delegates()
    await asks(world)
    await dan.waitsFor(WAITS)
    slack.regroup('S0DATA', ['UCARL'])
    clock.pass(HOUR)
    await dan.presses('Approve')
    await dan.waitsFor(NOT_NOW)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
  })
})

describe('until when', () => {
  test('is thirty days if nothing is said', async () => {
    await begin()
    await delegates()
    const { until = 0 } = (await stored()) ?? {}
    expect(until).toBe(world.clock.now() + 30 * DAY)
  })

  test('reads a date, to the end of that day where the approver lives, told to each in their own zone', async () => {
    const { dan } = await begin()
    const day = dayInKolkata(10)
    expect(await delegates(`until ${day}`)).toMatch(/until (?:\w+ \d{1,2}|tomorrow) at 11:59 PM\./)
    expect((await stored())?.until).toBe(Date.parse(`${day}T23:59:59.999+05:30`))
    expect(dan.sees()).toMatch(/at 6:29 PM\./)
  })

  test('reads a weekday: the next one, and today’s own name in a week', async () => {
    await begin()
    const name = (days: number) =>
      new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Kolkata', weekday: 'long' }).format(
        world.clock.now() + days * DAY,
      )
    for (const [word, days] of [
      [name(2), 2],
      [name(6).slice(0, 3).toLowerCase(), 6],
      [name(0), 7],
    ] as const) {
      await delegates(`until ${word}`)
      expect((await stored())?.until).toBe(Date.parse(`${dayInKolkata(days)}T23:59:59.999+05:30`))
      world.bea.reload()
    }
  })

  test.each([
    'delegate @dan until 7d',
    'delegate @dan for 7d',
    'delegate @dan 7d',
    'delegate @dan UNTIL 7D',
    'delegate "@dan" until "7d"',
    'delegate @dan “until 7d”',
    'delegate UDAN until 1w',
    'delegate <@UDAN> until 7d',
    'delegate <@UDAN|Dan, who is here> until 7d',
    'DELEGATE   @dan   until   7d',
  ])('%s is a week', async (words) => {
    const { bea } = await begin()
    // Where a mention is written out, these are the bytes that Slack sends.
    await says(bea, words, REVIEWS_FOR_YOU, words.includes('<@'))
    expect(await stored()).toMatchObject({ approver: 'UBEA', delegate: 'UDAN', until: world.clock.now() + 7 * DAY })
  })

  test('is refused with what is possible where it cannot be', async () => {
    const { bea, dan, redis } = await begin()
    const most = english.failures.delegationTooLong({ most: 30 * DAY })
    await says(bea, 'delegate @dan until 31d', most)
    bea.reload()
    await says(bea, `delegate @dan until ${dayInKolkata(32)}`, most)
    await says(bea, `delegate @dan until ${dayInKolkata(-1)}`, english.failures.delegationEndPast({ most: 30 * DAY }))
    for (const words of ['until', 'until someday', 'until 2026-02-30', 'off', 'until friday morning']) {
      bea.reload()
      await says(bea, `delegate @dan ${words}`, english.failures.delegationEndUnclear)
    }
    expect(dan.messages).toEqual([])
    expect(await redis.dump()).not.toContain('delegat')
  })
})

describe('who can be named', () => {
  const others = [
    { id: 'UGUEST', name: 'guest', realName: 'Guest', isRestricted: true },
    { id: 'UGONE', name: 'gone', realName: 'Gone', deleted: true },
    { id: 'UROBOT', name: 'robot', realName: 'Robot', isBot: true },
    { id: 'USTRANGER', name: 'stranger', realName: 'Stranger', isStranger: true },
    { id: 'UOTHER', name: 'other', realName: 'Other', teamId: 'T0OTHER' },
    { id: 'UNEW', name: 'new', realName: 'New', isInvited: true },
  ]
  test.each([
    ['@bea', english.failures.delegateToYourself],
    ['UBEA', english.failures.delegateToYourself],
    ['@guest', english.identityFailures.delegate({ who: '@Guest', because: 'guest' })],
    ['@gone', english.identityFailures.delegate({ who: '@Gone', because: 'deleted' })],
    ['@robot', english.identityFailures.delegate({ who: '@Robot', because: 'bot' })],
    ['@stranger', english.identityFailures.delegate({ who: '@Stranger', because: 'stranger' })],
    ['@other', english.identityFailures.delegate({ who: '@Other', because: 'foreign team' })],
    ['@new', english.identityFailures.delegate({ who: '@New', because: 'not joined' })],
    ['@nobody', english.identityFailures.noSuchPerson({ words: '@nobody' })],
    ['UNOBODY', english.identityFailures.noSuchPerson({ words: 'UNOBODY' })],
    ['dan', english.identityFailures.noSuchPerson({ words: 'dan' })],
    ['<!channel>', english.identityFailures.noSuchPerson({ words: '<!channel>' })],
  ])('not %s', async (whom, answer) => {
    const { bea, redis } = await begin(undefined, { slack: { people: [...everybody, ...others] } })
    await says(bea, `delegate ${whom} until 7d`, answer)
    expect(await redis.dump()).not.toContain('delegat')
  })

  test('not any more who became a guest: their right is gone with it', async () => {
    const { ana, dan, slack } = await begin()
    await delegates()
    await asks(world)
    await dan.waitsFor(WAITS)
    slack.change('UDAN', { isRestricted: true })
    await dan.presses('Approve')
    await dan.waitsFor(english.identityFailures.person.guest)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
  })

  test('`until` without a person shows how it is said', async () => {
    const { bea } = await begin()
    await says(bea, 'delegate until friday', '`/dremio-pat delegate [@person]')
  })
})

describe('who may delegate', () => {
  const REFUSED = 'Only approvers can delegate reviews, and no rule names you. Ask a bot admin if you should be one.'

  test('nobody whom no rule names', async () => {
    const { carl, redis } = await begin()
    await says(carl, 'delegate @dan', REFUSED)
    await carl.types('/dremio-pat delegate')
    await carl.waitsFor(`== Delegate reviews ==\n${REFUSED}`)
    expect(carl.form?.submit).toBeUndefined()
    expect(await redis.dump()).not.toContain('delegat')
  })

  test.each([
    ['a rule’s approver', 'user:UBEA', ''],
    ['a member of an approving group', 'group:S0DATA', ''],
    ['a rule’s fallback', 'user:UCARL', ', fallback: [user:UBEA]'],
    ['a member of a fallback group', 'user:UCARL', ', fallback: [group:S0DATA]'],
  ])('%s', async (_who, approvers, more) => {
    await begin(reviewedBy(approvers, more), {
      slack: { groups: [{ id: 'S0DATA', users: ['UBEA'] }] },
    })
    await delegates()
  })

  test('a manager of the map, where a rule asks managers', async () => {
    await begin(reviewedBy('manager', ', fallback: [user:UCARL]', 'managers: { map: { UANA: UBEA } }'))
    await delegates()
  })

  test('no manager of the map, where no rule asks managers', async () => {
    const { bea } = await begin(reviewedBy('user:UCARL', '', 'managers: { map: { UANA: UBEA } }'))
    await says(bea, 'delegate @dan', REFUSED)
  })

  describe('where managers stand in profiles', () => {
    const UNKNOWN = english.failures.notManager
    const field = { id: 'Xf0MANAGER', label: 'Manager', type: 'user', isProtected: true } as const
    const led = (by: string) => ({ profileFields: { Xf0MANAGER: by } })
    const ledByBea = () =>
      begin(reviewedBy('manager', ', fallback: [user:UCARL]'), {
        slack: {
          people: everybody.map((one) => (one.id === 'UANA' ? { ...one, ...led('UBEA') } : one)),
          profileFields: [field],
        },
      })
    /** So that her manager is looked up. */
    const looks = (person: Actor) =>
      says(
        person,
        'why 30d',
        english.why.review({ lifetime: 30 * DAY, rule: 'ours', people: ['@Bea'], quorum: 1, differentGroups: false }),
      )

    test('whoever was seen to be one, and still is', async () => {
      const { ana } = await ledByBea()
      await looks(ana)
      await delegates()
    })

    test('nobody else: neither who was never seen to be one, nor who manages nobody', async () => {
      const { bea, eva, redis } = await ledByBea()
      for (const person of [bea, eva]) {
        await says(person, 'delegate @dan', UNKNOWN)
        await person.types('/dremio-pat delegate')
        await person.waitsFor(`== Delegate reviews ==\n${UNKNOWN}`)
      }
      expect(world.slack.person('UDAN').messages).toEqual([])
      expect(await redis.dump()).not.toContain('delegation.started')
    })

    test('not any more who was one: it is looked up at the click', async () => {
      const { ana, bea, slack } = await ledByBea()
      await looks(ana)
      slack.change('UANA', led('UCARL'))
      await says(bea, 'delegate @dan', UNKNOWN)
      await looks(ana)
      await says(world.carl, 'delegate @dan', REVIEWS_FOR_YOU)
    })

    test('not any more whose only report left', async () => {
      const { ana, bea, slack } = await ledByBea()
      await looks(ana)
      slack.change('UANA', { deleted: true })
      world.clock.pass(HOUR)
      await says(bea, 'delegate @dan', UNKNOWN)
    })

    test('nobody while the profile cannot be read, which is said', async () => {
      const { ana, bea, slack } = await ledByBea()
      await looks(ana)
      slack.fail('users.profile.get', { error: 'fatal_error' })
      await says(bea, 'delegate @dan', english.failures.slackBusy({ operation: 'read who a manager is' }))
      await delegates()
    })

    test('of whom many were seen: some of them are asked, and those who have another manager are forgotten', async () => {
      const more = Array.from({ length: 5 }, (_, index) => ({
        ...{ id: `UMORE${index}`, name: `more${index}`, realName: `More ${index}`, email: `more${index}@acme.test` },
        ...led('UBEA'),
      }))
      const users = more.map(({ email }, index) => ({
        id: `${index}0000000-0000-4000-8000-000000000000`,
        name: email,
        email,
      }))
      const { bea, slack } = await begin(reviewedBy('manager', ', fallback: [user:UCARL]'), {
        slack: { people: [...everybody, ...more], profileFields: [field] },
        dremio: { users: [...users, { id: uids.ana, name: 'ana@acme.test', email: 'ana@acme.test' }] },
        method: 'oauth',
      })
      for (const { id } of more) {
        await looks(slack.person(id))
        world.clock.pass(HOUR)
      }
      for (const { id } of more.slice(1)) slack.change(id, led('UCARL'))
      const asked = slack.requests.length
      await says(bea, 'delegate @dan', UNKNOWN)
      const profiles = slack.requests.slice(asked).filter(({ method }) => method === 'users.profile.get')
      expect(profiles).toHaveLength(3)
      await delegates()
    })
  })

  test('nobody else is offered it: the list of words shows it to approvers, and `help all` to everybody', async () => {
    const { bea, carl } = await begin()
    const line = '/dremio-pat delegate'
    expect(await says(bea, 'help', english.help.title)).toContain(line)
    expect(await says(carl, 'help', english.help.title)).not.toContain(line)
    carl.reload()
    expect(await says(carl, 'gimme', english.help.unknown({ word: 'gimme' }))).not.toContain(line)
    carl.reload()
    await says(carl, 'delegat', /I don’t know “delegat”\.\n\[ Help \]/)
    carl.reload()
    await carl.types('/dremio-pat')
    await carl.waitsFor('[ Help ]')
    await carl.presses('Help')
    expect(await carl.waitsFor(english.help.title)).not.toContain(line)
    carl.reload()
    expect(await says(carl, 'help all', english.help.allWords)).toContain(line)
  })

  test('nobody while the group that says so cannot be read', async () => {
    const { bea, slack } = await begin(reviewedBy('group:S0DATA'), {
      slack: { groups: [{ id: 'S0DATA', users: ['UBEA'] }] },
    })
    slack.fail('usergroups.users.list', { error: 'fatal_error' })
    await says(bea, 'delegate @dan', english.failures.slackBusy({ operation: 'read a user group' }))
    await delegates()
  })

  test.each([
    ['was deactivated', { deleted: true }, english.identityFailures.person.deleted],
    ['became a guest', { isRestricted: true }, english.identityFailures.person.guest],
  ] as const)('nobody who %s', async (_what, change, words) => {
    const { bea, slack } = await begin()
    slack.change('UBEA', change)
    for (const line of ['delegate @dan', 'delegate off']) {
      await says(bea, line, words)
      bea.reload()
    }
    await bea.types('/dremio-pat delegate')
    await bea.waitsFor(words)
  })
})

describe('the form', () => {
  async function opens(person: Actor) {
    await person.types('/dremio-pat delegate')
    await person.waitsFor((one) => one.form?.submit === 'Save')
    return person.form
  }

  test('opens for `delegate` alone, says that nobody does, and saves', async () => {
    const { bea, dan } = await begin()
    const form = await opens(bea)
    expect(form).toMatchObject({
      title: 'Delegate reviews',
      values: { Delegate: '', Until: dayInKolkata(7) },
    })
    expect(bea.sees()).toContain(english.delegation.form.nobody)
    await bea.fills({ Delegate: 'Dan', Until: dayInKolkata(14) })
    await bea.submits('Save')
    const end = Date.parse(`${dayInKolkata(14)}T23:59:59.999+05:30`)
    expect(await bea.waitsFor(REVIEWS_FOR_YOU)).toContain(bea.reads(`until ${moment(end)}.`))
    await dan.waitsFor(NOW_FOR_BEA)
    expect(await stored()).toMatchObject({ delegate: 'UDAN', until: end })
  })

  test('shows the one that stands, keeps its end to the minute if only the person changes, until it is over', async () => {
    const { bea, clock } = await begin()
    await delegates('until 7d')
    const end = clock.now() + 7 * DAY
    const form = await opens(bea)
    expect(form?.values).toEqual({ Delegate: '@Dan', Until: dayInKolkata(7) })
    expect(bea.sees()).toContain(bea.reads(english.delegation.form.present({ delegate: '@Dan', until: moment(end) })))
    expect(bea.sees()).toContain(bea.reads(english.delegation.form.replaces))
    await bea.fills({ Delegate: 'Eva' })
    await bea.submits('Save')
    await bea.waitsFor(/@Eva now reviews for you/)
    expect(await stored()).toMatchObject({ delegate: 'UEVA', until: end })
    clock.pass(7 * DAY)
    expect((await opens(bea))?.values).toEqual({ Delegate: '', Until: dayInKolkata(7) })
  })

  test('ends it at a press, and so does the message that says it began', async () => {
    const { bea, dan } = await begin()
    await delegates('until 7d')
    expect(bea.sees()).toContain('[ End delegation ]')
    await opens(bea)
    await bea.presses('End delegation')
    await bea.waitsFor((person) => person.form?.submit === undefined && person.sees().includes('no longer reviews'))
    await dan.waitsFor(english.delegation.taken({ approver: '@Bea' }))
    expect(await stored()).toBeUndefined()
    await bea.closes()
    expect(await opens(bea)).toMatchObject({ values: { Delegate: '' } })
    expect(bea.sees().split('== Delegate reviews ==')[1]).not.toContain('[ End delegation ]')
    await bea.closes()
    await delegates()
    await bea.presses('End delegation')
    await bea.waitsFor(/^@Dan no longer reviews for you\.$/m)
    expect(await stored()).toBeUndefined()
  })

  test('takes a day that is over or too far away for an error beside the field', async () => {
    const { bea, redis } = await begin()
    const { past, tooLate } = english.delegation.form
    await opens(bea)
    for (const [days, error] of [
      [-1, past],
      [30, tooLate],
      [400, tooLate],
    ] as const) {
      await bea.fills({ Delegate: 'Dan', Until: dayInKolkata(days) })
      await bea.submits('Save')
      expect(bea.formErrors).toEqual({ Until: error })
    }
    expect(await redis.dump()).not.toContain('delegation.started')
    await bea.fills({ Until: dayInKolkata(29) })
    await bea.submits('Save')
    await bea.waitsFor(REVIEWS_FOR_YOU)
  })

  test('takes nobody and oneself for an error beside the field', async () => {
    const { bea, redis } = await begin()
    await opens(bea)
    await expect(bea.submits('Save')).rejects.toThrow('Delegate is empty')
    await bea.fills({ Delegate: 'Bea' })
    await bea.submits('Save')
    expect(bea.formErrors).toEqual({ Delegate: english.delegation.form.yourself })
    expect(await redis.dump()).not.toContain('delegation.started')
  })

  test('tells a refusal that has to be looked up at the field too', async () => {
    const { bea, slack } = await begin()
    slack.change('UDAN', { isRestricted: true })
    await opens(bea)
    await bea.fills({ Delegate: 'Dan' })
    const { errors } = await bea.submits('Save')
    expect(errors).toEqual({ Delegate: english.delegation.form.refused.guest })
    await bea.fills({ Delegate: 'Carl' })
    await bea.submits('Save')
    await bea.waitsFor('@Carl now reviews for you')
    expect(bea.form).toBeUndefined()
  })
})

test('the audit channel hears of it', async () => {
  const { bea } = await begin(undefined, {
    env: { AUDIT_CHANNEL: 'C0AUDIT' },
    slack: {
      channels: [{ id: 'C0AUDIT', name: 'audit', botIsMember: true, members: [] }],
    },
  })
  await delegates('until 7d')
  await says(bea, 'delegate @carl until 7d', '@Carl now reviews for you')
  await says(bea, 'delegate off', english.delegation.ended({ delegate: '@Carl' }))
  const until = moment(world.clock.now() + 7 * DAY)
  // What is done within a second is told in one message.
  await vi.waitUntil(() => heard(world).length >= 4, { timeout: 10_000 })
  expect(heard(world)).toEqual([
    `@bea delegated reviews to @dan · until ${until}`,
    '@bea ended the delegation to @dan',
    `@bea delegated reviews to @carl · until ${until}`,
    '@bea ended the delegation to @carl',
  ])
})
