// What is to be said of one token next, to the millisecond: at each limit, and on either side of it.
import { describe, expect, test } from 'vitest'
import {
  type DueReminder,
  dueRemindersOf,
  living,
  type RemindedToken,
  snoozeEnd,
} from '../../../src/core/reminders/due-reminders.ts'
import type { Hours } from '../../../src/core/reminders/reminder-hours.ts'
import type { ReminderRules, TokenReminderState } from '../../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { aToken, usualRules } from './reminder-life.ts'

const at = (iso: string) => Date.parse(iso)

/** Ends on a Wednesday, the 16th of December, at 14:00. */
const token = aToken({ createdAt: at('2026-11-16T14:00Z'), expiresAt: at('2026-12-16T14:00Z') })
const { tid, createdAt, expiresAt } = token
const end: DueReminder = { tid, what: 'end', at: expiresAt }

interface Case {
  now: number
  state?: TokenReminderState
  change?: Partial<RemindedToken>
  rules?: Partial<ReminderRules>
}

/** In UTC, at the full hour. */
function due({ now, state = {}, change = {}, rules: changed = {} }: Case): DueReminder[] {
  const rules = { ...usualRules, ...changed }
  const hours: Hours = { at: rules.at, days: rules.days, timeZone: 'UTC', spread: 0 }
  return dueRemindersOf({ ...token, ...change }, state, rules, now, hours)
}

const only = (what: DueReminder['what'], found: DueReminder[]) => found.filter((one) => one.what === what)

describe('the end', () => {
  test.each([
    ['is all that is said from the moment on', 0, [end]],
    ['is said two weeks late', 14 * DAY, [end]],
    ['is no news later than that', 14 * DAY + 1, []],
  ])('%s', (_, after, expected) => {
    expect(due({ now: expiresAt + after })).toEqual(expected)
  })

  test('is said once', () => {
    expect(due({ now: expiresAt, state: { endSaid: true } })).toEqual([])
  })
})

describe('the next reminder', () => {
  const reminder = (found: Case) => only('reminder', due(found))

  test('is that of the longest threshold that is not over, on the morning of its day', () => {
    expect(reminder({ now: createdAt })).toEqual([
      { tid, what: 'reminder', at: at('2026-12-02T09:00Z'), threshold: 14 * DAY },
    ])
    expect(reminder({ now: createdAt, state: { said: 14 * DAY } })).toEqual([
      { tid, what: 'reminder', at: at('2026-12-09T09:00Z'), threshold: 7 * DAY },
    ])
  })

  test('is none once the shortest was said', () => {
    expect(due({ now: createdAt, state: { said: DAY } })).toEqual([end])
  })

  test('of hours before the end comes at that moment', () => {
    expect(reminder({ now: createdAt, rules: { before: [HOUR] } })).toEqual([
      { tid, what: 'reminder', at: expiresAt - HOUR, threshold: HOUR },
    ])
  })

  test.each([
    ['a minute more than a threshold, since Dremio rounds, has none', 7 * DAY + MINUTE, []],
    ['longer than that has it', 7 * DAY + MINUTE + 1, [7 * DAY]],
  ])('of a token that lives %s', (_, lifetime, thresholds) => {
    const rules = { before: [7 * DAY], days: ['wed'] as const }
    const found = reminder({ now: expiresAt - lifetime, change: { createdAt: expiresAt - lifetime }, rules })
    expect(found.map(({ threshold }) => threshold)).toEqual(thresholds)
  })

  test('is not said before the token was seen here', () => {
    const since = at('2026-12-09T09:00:00.001Z')
    expect(reminder({ now: since, change: { since } })).toMatchObject([{ at: at('2026-12-10T09:00Z') }])
    expect(reminder({ now: since - 1, change: { since: since - 1 } })).toMatchObject([{ at: since - 1 }])
  })

  test('that was missed waits for their hour, in the last day it does not', () => {
    const night = at('2026-12-03T03:00Z')
    expect(reminder({ now: night })).toMatchObject([{ at: at('2026-12-03T09:00Z') }])
    const lastNight = at('2026-12-16T03:00Z')
    expect(reminder({ now: lastNight })[0]?.at).toBeLessThanOrEqual(lastNight)
    // A Saturday: what waits for Monday comes with the last day, which begins on Sunday.
    const change = { expiresAt: at('2026-12-21T07:00Z') }
    const saturday = at('2026-12-19T12:00Z')
    expect(reminder({ now: saturday, change, state: { said: 14 * DAY } })).toMatchObject([
      { at: at('2026-12-20T07:00Z'), threshold: DAY },
    ])
  })
})

describe('a snooze', () => {
  const next = (snoozedAt: string, hour: number, length = DAY) =>
    only(
      'reminder',
      due({
        now: at(snoozedAt),
        state: { said: 14 * DAY, snoozedUntil: snoozeEnd(token, length, at(snoozedAt)) },
        rules: { at: hour * 60, before: [14 * DAY, DAY] },
      }),
    )

  test.each([
    ['before their hour ends at it on the next day', '2026-12-02T09:30Z', 14, '2026-12-03T14:00Z'],
    ['after it as well', '2026-12-02T15:30Z', 14, '2026-12-03T14:00Z'],
    ['that lasts twenty hours until then is long enough', '2026-12-02T22:00Z', 18, '2026-12-03T18:00Z'],
    ['up to twenty hours: four before the day is over', '2026-12-02T22:00Z', 2, '2026-12-03T02:00Z'],
    ['a moment later waits for the day after', '2026-12-02T22:00:00.001Z', 2, '2026-12-04T02:00Z'],
  ])('of a day, said %s', (_, snoozedAt, hour, expected) => {
    expect(next(snoozedAt, hour)).toEqual([{ tid, what: 'reminder', at: at(expected) }])
  })

  test('into the last day ends when that begins, whatever the hour', () => {
    expect(next('2026-12-14T15:00Z', 9)).toEqual([{ tid, what: 'reminder', at: expiresAt - DAY, threshold: DAY }])
    const snoozedUntil = expiresAt - HOUR
    expect(due({ now: snoozedUntil - HOUR, state: { said: DAY, snoozedUntil } })).toEqual([
      end,
      { tid, what: 'reminder', at: snoozedUntil },
    ])
  })

  test('never ends after the last day began, unless that has begun', () => {
    expect(snoozeEnd(token, DAY, expiresAt - 2 * DAY - 1)).toBe(expiresAt - DAY - 1)
    expect(snoozeEnd(token, DAY, expiresAt - 2 * DAY + 1)).toBe(expiresAt - DAY)
    expect(snoozeEnd(token, DAY, expiresAt - DAY + 1)).toBe(expiresAt - DAY + 1)
  })
})

describe('the manager', () => {
  const told = (found: Omit<Case, 'now'>, now = found.state?.at ?? createdAt) => only('manager', due({ ...found, now }))
  const ignored = (moment: string): TokenReminderState => ({ said: 7 * DAY, at: at(moment), unanswered: 3 })

  test.each([
    ['at the hour of the next day', '2026-12-09T09:00Z', '2026-12-10T09:00Z'],
    ['at that hour after a reminder that was an hour late', '2026-12-09T10:00Z', '2026-12-10T09:00Z'],
    ['a day later after one that was later', '2026-12-09T10:00:00.001Z', '2026-12-11T09:00Z'],
    ['after a weekend', '2026-12-04T09:00Z', '2026-12-07T09:00Z'],
    ['when the last day begins, whatever the hour', '2026-12-14T14:00Z', '2026-12-15T14:00Z'],
    ['half-way to the end, if that is sooner', '2026-12-15T22:00Z', '2026-12-16T06:00Z'],
  ])('hears %s', (_, reminded, expected) => {
    expect(told({ state: ignored(reminded) })).toEqual([{ tid, what: 'manager', at: at(expected) }])
  })

  test('hears at a whole millisecond', () => {
    const state = { ...ignored('2026-12-15T22:00Z'), at: at('2026-12-15T22:00Z') + 1 }
    expect(told({ state })).toEqual([{ tid, what: 'manager', at: at('2026-12-16T06:00Z') + 1 }])
  })

  const state = ignored('2026-12-09T09:00Z')
  test.each<[string, Omit<Case, 'now'>]>([
    ['of a reminder too few', { state: { ...state, unanswered: 2 } }],
    [
      'of any, where none was left unanswered',
      { state: { said: 7 * DAY, at: state.at }, rules: { escalateAfterIgnored: 1 } },
    ],
    ['where nobody knows when the last one was', { state: { said: 7 * DAY, unanswered: 3 } }],
    ['twice', { state: { ...state, managerTold: true } }],
    ['where another one was asked for since', { state, change: { askedAt: (state.at ?? 0) + 1 } }],
  ])('does not hear %s', (_, found) => {
    expect(told(found)).toEqual([])
  })

  test('hears where another one was asked for before the last reminder', () => {
    expect(told({ state, change: { askedAt: (state.at ?? 0) - 1 } })).toHaveLength(1)
  })

  test('hears later what was missed, at the next hour', () => {
    expect(told({ state }, at('2026-12-11T03:00Z'))).toEqual([{ tid, what: 'manager', at: at('2026-12-11T09:00Z') }])
  })
})

test('those that still work and are not replaced come with the soonest end first', () => {
  const tokens = [
    { ...token, tid: 'later', expiresAt: 3_000 },
    { ...token, tid: 'sooner', expiresAt: 2_000 },
    { ...token, tid: 'expired', expiresAt: 1_000 },
    { ...token, tid: 'retiring', state: 'retiring' as const },
    { ...token, tid: 'revoked', state: 'revoked' as const },
    { ...token, tid: 'next', expiresAt: 2_500 },
  ]
  expect(living(tokens, 1_000).map(({ tid }) => tid)).toEqual(['sooner', 'next', 'later'])
})
