// Which reminder comes when: over zones, weekends, changed policies, outages and snoozes.
import { describe, expect, test } from 'vitest'
import { snoozeEnd, snoozesFor } from '../../../src/core/reminders/due-reminders.ts'
import { planReminders, withOutcomes } from '../../../src/core/reminders/plan-reminders.ts'
import { spreadOf } from '../../../src/core/reminders/reminder-hours.ts'
import {
  answered,
  newReminderRecord,
  type ReminderRules,
  rulesFor,
  withTokenState,
} from '../../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time/duration.ts'
import { aToken, type Life, live, usualRules } from './reminder-life.ts'

const at = (iso: string) => Date.parse(iso)
/** Reminders of this person are so much later than the full hour. */
const spread = spreadOf('UANA')
const spans = new Map([
  [14 * DAY, '14d'],
  [7 * DAY, '7d'],
  [3 * DAY, '3d'],
  [2 * DAY, '2d'],
  [DAY, '1d'],
  [HOUR, '1h'],
])

/** `2026-11-24T08:00Z 7d`, with the spread taken off where it was added. */
function told(life: Omit<Life, 'until'> & { until?: number }): string[] {
  const ends = Math.max(...life.tokens.map(({ expiresAt }) => expiresAt))
  return live({ until: ends + DAY, ...life }).map(({ at, what, threshold }) => {
    const full = (at - spread) % MINUTE === 0 && at % MINUTE !== 0 ? at - spread : at
    const word = what === 'reminder' ? (spans.get(threshold ?? 0) ?? 'snoozed') : what
    return `${new Date(full).toISOString().slice(0, 16)}Z ${word}`
  })
}

const thirtyDays = (expiresAt: string) => aToken({ createdAt: at(expiresAt) - 30 * DAY, expiresAt: at(expiresAt) })
/** The manager is left out of these. */
const alone: ReminderRules = { ...usualRules, escalateAfterIgnored: 99 }

describe('a token that nobody does anything about', () => {
  test.each([
    // A Wednesday: 14 days before, 7 days before, the day before, at nine each, then the end.
    ['UTC', '2026-12-16T14:00Z', ['2026-12-02T09:00Z 14d', '2026-12-09T09:00Z 7d', '2026-12-15T09:00Z 1d']],
    ['Asia/Kolkata', '2026-12-16T14:00Z', ['2026-12-02T03:30Z 14d', '2026-12-09T03:30Z 7d', '2026-12-15T03:30Z 1d']],
    [
      'America/St_Johns',
      '2026-12-16T14:00Z',
      ['2026-12-02T12:30Z 14d', '2026-12-09T12:30Z 7d', '2026-12-15T12:30Z 1d'],
    ],
    // It is Thursday there already.
    [
      'Pacific/Kiritimati',
      '2026-12-16T14:00Z',
      ['2026-12-02T19:00Z 14d', '2026-12-09T19:00Z 7d', '2026-12-15T14:00Z 1d'],
    ],
    ['Pacific/Niue', '2026-12-16T14:00Z', ['2026-12-02T20:00Z 14d', '2026-12-09T20:00Z 7d', '2026-12-15T14:00Z 1d']],
    // A Sunday: both long ones move to Monday, the last one does not wait.
    ['UTC', '2026-12-20T14:00Z', ['2026-12-07T09:00Z 14d', '2026-12-14T09:00Z 7d', '2026-12-19T14:00Z 1d']],
    // A Monday: the last day begins on a Sunday.
    ['UTC', '2026-12-21T14:00Z', ['2026-12-07T09:00Z 14d', '2026-12-14T09:00Z 7d', '2026-12-20T14:00Z 1d']],
    // Clocks go back on the 25th of October, and the hour in UTC is another one from then on.
    ['Europe/Berlin', '2026-10-29T12:00Z', ['2026-10-15T07:00Z 14d', '2026-10-22T07:00Z 7d', '2026-10-28T08:00Z 1d']],
    // Forward on the 29th of March.
    ['Europe/Berlin', '2026-04-02T12:00Z', ['2026-03-19T08:00Z 14d', '2026-03-26T08:00Z 7d', '2026-04-01T07:00Z 1d']],
    // In the early morning the date of the threshold is the one on that wall.
    ['Europe/Berlin', '2026-12-16T23:30Z', ['2026-12-03T08:00Z 14d', '2026-12-10T08:00Z 7d', '2026-12-15T23:30Z 1d']],
  ])('in %s, ending at %s, is spoken of at its hour', (zone, ends, reminders) => {
    const end = `${ends.slice(0, 16)}Z end`
    expect(told({ zone, tokens: [thirtyDays(ends)], rules: alone })).toEqual([...reminders, end])
  })

  test('is put before the manager, once, the day after the last reminder that was too many', () => {
    const rules = { ...usualRules, escalateAfterIgnored: 2 }
    expect(told({ zone: 'UTC', tokens: [thirtyDays('2026-12-16T14:00Z')], rules })).toEqual([
      '2026-12-02T09:00Z 14d',
      '2026-12-09T09:00Z 7d',
      '2026-12-10T09:00Z manager',
      '2026-12-15T09:00Z 1d',
      '2026-12-16T14:00Z end',
    ])
  })

  test('is put before the manager before it ends, however late the last reminder was', () => {
    const spoken = live({
      zone: 'UTC',
      tokens: [thirtyDays('2026-12-20T14:00Z')],
      until: at('2026-12-21T00:00Z'),
    })
    const manager = spoken.find(({ what }) => what === 'manager')
    expect(manager?.at).toBe(at('2026-12-20T02:00Z'))
    expect(spoken.map(({ what }) => what)).toEqual(['reminder', 'reminder', 'reminder', 'manager', 'end'])
  })

  test('is not put before the manager once an answer was given', () => {
    const answers = { at: at('2026-12-15T12:00Z'), change: answering }
    expect(told({ zone: 'UTC', tokens: [thirtyDays('2026-12-16T14:00Z')], events: [answers] })).not.toContainEqual(
      expect.stringContaining('manager'),
    )
  })
})

function answering(living: { record: ReturnType<typeof newReminderRecord> }) {
  living.record = withTokenState(living.record, aToken().tid, answered)
}

describe('the clocks', () => {
  const rules = { ...alone, before: [7 * DAY], at: 2 * 60 + 30, days: ['sun'] as const }

  test('that skip that hour let it be said an hour later on the wall', () => {
    const tokens = [thirtyDays('2026-04-05T12:00Z')]
    expect(told({ zone: 'Europe/Berlin', tokens, rules })).toEqual(['2026-03-29T01:30Z 7d', '2026-04-05T12:00Z end'])
  })

  test('that have that hour twice let it be said once', () => {
    const tokens = [thirtyDays('2026-11-01T12:00Z')]
    expect(told({ zone: 'Europe/Berlin', tokens, rules })).toEqual(['2026-10-25T00:30Z 7d', '2026-11-01T12:00Z end'])
  })

  test('that leave out a date let it be said on the next one', () => {
    const tokens = [thirtyDays('2012-01-07T12:00Z')]
    // Samoa had no Friday the 30th; on the wall there the threshold falls on Saturday the 31st.
    const rules = { ...alone, before: [8 * DAY], days: ['fri', 'sat'] as const }
    expect(told({ zone: 'Pacific/Apia', tokens, rules })[0]).toBe('2011-12-30T19:00Z snoozed')
  })

  test('just before midnight do not make it wait for ever', () => {
    const rules = { ...alone, before: [7 * DAY], at: 23 * 60 + 55 }
    expect(told({ zone: 'UTC', tokens: [thirtyDays('2026-12-16T14:00Z')], rules })[0]).toBe('2026-12-09T23:59Z 7d')
  })
})

describe('with any hour on all days', () => {
  test('each threshold is said at its moment: a date begins at midnight, when nobody wants to hear of it', () => {
    const rules: ReminderRules = {
      ...alone,
      before: [7 * DAY, DAY, HOUR],
      at: 'any',
      days: ['sat', 'sun', 'mon', 'tue', 'wed', 'thu', 'fri'],
    }
    expect(told({ zone: 'UTC', tokens: [thirtyDays('2026-12-20T14:00Z')], rules })).toEqual([
      '2026-12-13T14:00Z 7d',
      '2026-12-19T14:00Z 1d',
      '2026-12-20T13:00Z 1h',
      '2026-12-20T14:00Z end',
    ])
  })
})

describe('after an outage', () => {
  const tokens = [thirtyDays('2026-12-16T14:00Z')]
  const outage = (from: string, to: string) => [{ from: at(from), to: at(to) }]

  test.each([
    ['of an hour, it is said later on that day', '2026-12-02T08:30Z', '2026-12-02T10:30Z', '2026-12-02T10:30Z 14d'],
    ['until the night, it is said on the next day', '2026-12-02T08:30Z', '2026-12-02T23:30Z', '2026-12-03T09:00Z 14d'],
    ['over a weekend, it is said on Monday', '2026-12-09T08:30Z', '2026-12-12T12:00Z', '2026-12-14T09:00Z 7d'],
    ['of weeks, only the most urgent is said', '2026-12-01T00:00Z', '2026-12-11T10:00Z', '2026-12-11T10:00Z 7d'],
    ['into the last night, it is said at once', '2026-12-01T00:00Z', '2026-12-16T03:00Z', '2026-12-16T03:00Z 1d'],
  ])('%s', (_, from, to, expected) => {
    const spoken = told({ zone: 'UTC', tokens, rules: alone, outages: outage(from, to) })
    expect(spoken).toContain(expected)
    expect(spoken.filter((line) => line.slice(0, 16) >= from.slice(0, 16) && line <= expected)).toEqual([expected])
  })

  test('beyond the end, only the end is said, and not at all when that is two weeks ago', () => {
    const late = (to: string) =>
      told({
        zone: 'UTC',
        tokens,
        rules: alone,
        outages: outage('2026-12-01T00:00Z', to),
        until: at('2027-03-01T00:00Z'),
      })
    expect(late('2026-12-20T03:00Z')).toEqual(['2026-12-20T03:00Z end'])
    expect(late('2027-01-20T03:00Z')).toEqual([])
  })
})

describe('when the policy changes', () => {
  const tokens = [thirtyDays('2026-12-16T14:00Z')]
  const becomes = (moment: string, before: number[]) => [
    {
      at: at(moment),
      change: (living: { rules: ReminderRules }) => void Object.assign(living, { rules: { ...alone, before } }),
    },
  ]

  test('a threshold longer than one that was said does not come any more, a shorter one does', () => {
    const events = becomes('2026-12-10T12:00Z', [10 * DAY, 3 * DAY, DAY])
    expect(told({ zone: 'UTC', tokens, rules: alone, events }).map((line) => line.slice(18))).toEqual([
      '14d',
      '7d',
      '3d',
      '1d',
      'end',
    ])
  })

  test('and back again, nothing is said twice', () => {
    const events = [
      ...becomes('2026-12-03T12:00Z', [3 * DAY]),
      ...becomes('2026-12-04T12:00Z', [14 * DAY, 7 * DAY, DAY]),
    ]
    expect(told({ zone: 'UTC', tokens, rules: alone, events }).map((line) => line.slice(18))).toEqual([
      '14d',
      '7d',
      '1d',
      'end',
    ])
  })
})

describe('a snooze', () => {
  const token = thirtyDays('2026-12-16T14:00Z')
  const snoozes = (moment: string, length: number) => ({
    at: at(moment),
    change: (living: { record: ReturnType<typeof newReminderRecord> }) => {
      const snoozedUntil = snoozeEnd(token, length, at(moment))
      living.record = withTokenState(living.record, token.tid, (state) => ({ ...answered(state), snoozedUntil }))
    },
  })

  test.each([
    ['a day', '2026-12-02T09:30Z', DAY, '2026-12-03T09:00Z 14d'],
    ['a day, late in the evening', '2026-12-02T22:30Z', DAY, '2026-12-03T09:00Z 14d'],
    ['three days, over the weekend', '2026-12-03T09:30Z', 3 * DAY, '2026-12-07T09:00Z 14d'],
    ['a week, beyond the next threshold', '2026-12-04T09:30Z', 7 * DAY, '2026-12-11T09:00Z 7d'],
    // Which would be later, but for the last day.
    ['three days, with little more left', '2026-12-13T10:00Z', 3 * DAY, '2026-12-15T14:00Z 1d'],
  ])('of %s', (_, moment, length, expected) => {
    const spoken = told({ zone: 'UTC', tokens: [token], rules: alone, events: [snoozes(moment, length)] })
    const after = spoken.filter((line) => line > moment.slice(0, 16))
    expect(after[0]).toBe(expected)
    expect(after.at(-1)).toBe('2026-12-16T14:00Z end')
  })

  test('is offered only where it ends before the token does', () => {
    expect(snoozesFor(token, token.expiresAt - 8 * DAY)).toEqual([DAY, 3 * DAY, 7 * DAY])
    expect(snoozesFor(token, token.expiresAt - 7 * DAY)).toEqual([DAY, 3 * DAY])
    expect(snoozesFor(token, token.expiresAt - DAY)).toEqual([])
  })
})

describe('nothing is said of a token', () => {
  const token = thirtyDays('2026-12-16T14:00Z')

  test.each(['retiring', 'revoked'] as const)('that is %s', (state) => {
    expect(told({ zone: 'UTC', tokens: [{ ...token, state }] })).toEqual([])
  })

  test('that is not to be renewed', () => {
    const letsGo = {
      at: at('2026-12-03T12:00Z'),
      change: (living: { record: ReturnType<typeof newReminderRecord> }) =>
        void Object.assign(living, {
          record: withTokenState(living.record, token.tid, (state) => ({ ...state, doNotRenew: true })),
        }),
    }
    expect(told({ zone: 'UTC', tokens: [token], events: [letsGo] })).toEqual(['2026-12-02T09:00Z 14d'])
  })

  test('of somebody who wants none', () => {
    expect(told({ zone: 'UTC', tokens: [token], rules: { ...usualRules, on: false } })).toEqual([])
  })

  test('before the thresholds that its life does not hold', () => {
    const short = aToken({ createdAt: at('2026-12-09T14:00Z'), expiresAt: at('2026-12-16T14:00Z') })
    expect(told({ zone: 'UTC', tokens: [short], rules: alone })).toEqual([
      '2026-12-15T09:00Z 1d',
      '2026-12-16T14:00Z end',
    ])
    const hours = aToken({ createdAt: at('2026-12-16T02:00Z'), expiresAt: at('2026-12-16T14:00Z') })
    expect(told({ zone: 'UTC', tokens: [hours], rules: alone })).toEqual(['2026-12-16T14:00Z end'])
  })

  test('that was found elsewhere at noon, until the next morning', () => {
    const found = { ...token, madeHere: false, since: at('2026-12-10T12:00Z') }
    expect(told({ zone: 'UTC', tokens: [found], rules: alone })[0]).toBe('2026-12-11T09:00Z 7d')
  })
})

describe('several that fall together', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...thirtyDays('2026-12-16T14:00Z'),
      tid: `${index}1111111-1111-4111-8111-111111111111`,
    }))
  const messages = (count: number) => {
    const found: { at: number; tokens: number }[] = []
    live({
      zone: 'UTC',
      tokens: many(count),
      rules: alone,
      until: at('2026-12-03T00:00Z'),
      onMessage: (about, at) => found.push({ at, tokens: about.length }),
    })
    return found
  }

  test('are one message from digestFrom on', () => {
    expect(messages(3)).toEqual([{ at: at('2026-12-02T09:00Z') + spread, tokens: 3 }])
    expect(messages(12)).toMatchObject([{ tokens: 12 }])
  })

  test('are one message each below, a second apart', () => {
    const [first, second, ...more] = messages(2)
    expect([first, second, more]).toMatchObject([{ tokens: 1 }, { tokens: 1 }, []])
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(1_000)
  })
})

describe('messages on somebody’s screen', () => {
  const token = thirtyDays('2026-12-16T14:00Z')
  const world = (now: string) => ({ now: at(now), manager: undefined, policyVersion: 'p' })
  const first = planReminders(
    { ...newReminderRecord('UANA'), timeZone: 'UTC' },
    [token],
    alone,
    world('2026-12-02T10:00Z'),
  )
  const shown = {
    ...first.record,
    version: 1,
    messages: first.record.messages.map((message) => ({
      ...message,
      about: message.about.map((one) => ({ ...one, shown: 'due' as const })),
    })),
  }

  test('are shown anew when a newer one is there, and only then', () => {
    expect(first.show).toEqual(['0'])
    expect(planReminders(shown, [token], alone, world('2026-12-03T10:00Z')).show).toEqual([])
    const second = planReminders(shown, [token], alone, world('2026-12-09T10:00Z'))
    expect(second.show).toEqual(['1'])
    const message = second.record.messages.find(({ id }) => id === '1')
    if (!message) throw new Error('There is no newer one')
    const about = message.about.map((one) => ({ ...one, shown: 'due' as const }))
    const posted = { ...message, about, location: { channel: 'D', ts: '1' } }
    const now = at('2026-12-09T10:00Z')
    const after = withOutcomes({ ...second.record, version: 2 }, new Map([['1', posted]]), now, [posted])
    // A breath later, when it stands.
    expect(after.nextCheckAt).toBe(now + SECOND)
    expect(planReminders(after, [token], alone, world('2026-12-09T10:01Z')).show).toEqual(['0'])
  })

  test('are shown anew at the end, also of somebody who wants no more of them', () => {
    const off = planReminders(shown, [token], { ...alone, on: false }, world('2026-12-03T10:00Z'))
    expect(off.record.nextCheckAt).toBe(token.expiresAt)
    expect(planReminders(off.record, [token], { ...alone, on: false }, world('2026-12-16T14:00Z')).show).toEqual(['0'])
  })

  test('that were not posted yet take up what falls due meanwhile', () => {
    const later = planReminders({ ...first.record, version: 1 }, [token], alone, world('2026-12-09T10:00Z'))
    expect(later.record.messages).toHaveLength(1)
    expect(later.record.tokens[token.tid]?.said).toBe(7 * DAY)
  })
})

test('a person’s thresholds hold as far as the policy has them', () => {
  const policy = { ...usualRules, before: [14 * DAY, 7 * DAY, DAY] }
  expect(rulesFor(policy, { before: [DAY, 7 * DAY] }).before).toEqual([7 * DAY, DAY])
  expect(rulesFor(policy, { before: [3 * DAY] }).before).toEqual(policy.before)
  expect(rulesFor(policy, { off: true, at: 14 * 60 })).toMatchObject({ on: false, at: 14 * 60 })
})
