// Messages about tokens: who is told what in which, how a token stands in one, and what becomes of those that Slack refuses.
import { describe, expect, test } from 'vitest'
import type { RemindedToken } from '../../../src/core/reminders/due-reminders.ts'
import {
  isUndeliverable,
  planReminders,
  rowStatusIn,
  withOutcomes,
} from '../../../src/core/reminders/plan-reminders.ts'
import {
  newReminderRecord,
  type ReminderMessage,
  type ReminderRecord,
  type ReminderRowStatus,
  type ReminderRules,
  type TokenReminderState,
} from '../../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time/duration.ts'
import { aToken, usualRules } from './reminder-life.ts'

const at = (iso: string) => Date.parse(iso)
const tid = (index: number) => `${index}1111111-1111-4111-8111-111111111111`
const token = (change: Partial<RemindedToken> = {}) =>
  aToken({ tid: tid(1), createdAt: at('2026-11-16T14:00Z'), expiresAt: at('2026-12-16T14:00Z'), ...change })
const now = at('2026-12-02T10:00Z')
const location = { channel: 'D', ts: '1' }

function aMessage(change: Partial<ReminderMessage> = {}): ReminderMessage {
  return { id: 'a', to: 'UANA', about: [{ tid: tid(1), what: 'reminder' }], ...change }
}

function aRecord(change: Partial<ReminderRecord> = {}): ReminderRecord {
  return { ...newReminderRecord('UANA'), timeZone: 'UTC', ...change }
}

interface Look {
  when?: number
  manager?: string | undefined
  rules?: Partial<ReminderRules>
}

function plan(record: ReminderRecord, tokens: RemindedToken[], look: Look = {}) {
  const { when, manager, rules } = { when: now, manager: 'UBEA', ...look }
  return planReminders(record, tokens, { ...usualRules, ...rules }, { now: when, manager, policyVersion: 'p' })
}

describe('how a token stands in a message', () => {
  const later = (change: Partial<ReminderMessage>) => aMessage({ id: 'b', location, ...change })
  const standing = ({
    what = 'reminder' as const as 'reminder' | 'end' | 'manager',
    change = {} as Partial<RemindedToken>,
    state = {} as TokenReminderState,
    when = now,
    known = true,
    next = [] as ReminderMessage[],
  }) => {
    const message = aMessage({ location })
    const record = aRecord({
      tokens: { [tid(1)]: state },
      messages: [aMessage({ id: 'z', location }), message, ...next],
    })
    const tokens = new Map(known ? [[tid(1), token(change)]] : [])
    return rowStatusIn(record, message, { tid: tid(1), what }, tokens, when)
  }

  test.each<[string, Parameters<typeof standing>[0], ReminderRowStatus]>([
    ['nothing happened to', {}, 'due'],
    ['nothing is known of any more', { known: false }, 'revoked'],
    ['was revoked', { change: { state: 'revoked' } }, 'revoked'],
    ['is being replaced', { change: { state: 'retiring' } }, 'replaced'],
    ['works for a millisecond more', { when: token().expiresAt - 1 }, 'due'],
    ['has expired', { when: token().expiresAt }, 'expired'],
    ['is not to be renewed', { state: { doNotRenew: true } }, 'not renewed'],
    ['is snoozed', { state: { snoozedUntil: now + DAY } }, 'snoozed'],
    ['a manager was told of', { what: 'manager' }, 'waiting'],
    ['a manager was told of and that has ended', { what: 'manager', when: token().expiresAt }, 'expired'],
    ['a manager was told of and that is snoozed since', { what: 'manager', state: { snoozedUntil: now } }, 'snoozed'],
    ['has ended, as this one says', { what: 'end', change: { state: 'revoked' } }, 'ended'],
    ['a newer one is about', { next: [later({})] }, 'again'],
    [
      'a newer one is about as well',
      { next: [later({ about: [2, 1].map((one) => ({ tid: tid(one), what: 'reminder' })) })] },
      'again',
    ],
    ['a newer one is about that is not there yet', { next: [aMessage({ id: 'b' })] }, 'due'],
    ['no newer one is about', { next: [later({ about: [{ tid: tid(2), what: 'reminder' }] })] }, 'due'],
    [
      'only the manager hears of in a newer one',
      { next: [later({ about: [{ tid: tid(1), what: 'manager' }] })] },
      'due',
    ],
    [
      'the manager and another one’s owner hear of in newer ones',
      {
        next: [
          later({
            about: [
              { tid: tid(1), what: 'manager' },
              { tid: tid(2), what: 'reminder' },
            ],
          }),
        ],
      },
      'due',
    ],
  ])('that %s', (_, found, status) => {
    expect(standing(found)).toBe(status)
  })
})

describe('what is said', () => {
  test('is one message for the owner and one for the manager, by names of their own', () => {
    const tokens = { [tid(2)]: { said: DAY, at: now - DAY, unanswered: 3 } }
    const { record } = plan(aRecord({ tokens }), [token(), token({ tid: tid(2) })])
    expect(record.messages).toEqual([
      { id: '0', to: 'UANA', about: [{ tid: tid(1), what: 'reminder' }] },
      { id: '0-1', to: 'UBEA', about: [{ tid: tid(2), what: 'manager' }] },
    ])
    expect(record.tokens[tid(2)]).toMatchObject({ managerTold: true })
  })

  test('to the manager is never said to the owner, whose digest it does not fill', () => {
    const tokens = { [tid(1)]: { said: DAY, at: now - DAY, unanswered: 3 } }
    const { record } = plan(aRecord({ tokens }), [token()], { rules: { digestFrom: 1 } })
    expect(record.messages.map(({ to }) => to)).toEqual(['UBEA'])
  })

  test('to nobody where there is no manager, and is not looked at again', () => {
    const tokens = { [tid(1)]: { said: DAY, at: now - DAY, unanswered: 3 } }
    const { record } = plan(aRecord({ tokens }), [token()], { manager: undefined })
    expect(record).toMatchObject({ messages: [], tokens: { [tid(1)]: { managerTold: true } } })
  })

  test('first is what was due first, then what comes first by ID', () => {
    const first = (tokens: RemindedToken[]) => plan(aRecord(), tokens).record.messages[0]?.about[0]?.tid
    const sooner = { expiresAt: at('2026-12-15T14:00Z') }
    expect(first([token({ tid: tid(1) }), token({ tid: tid(2), ...sooner })])).toBe(tid(2))
    expect(first([token({ tid: tid(2), ...sooner }), token({ tid: tid(1) })])).toBe(tid(2))
    expect(first([token({ tid: tid(1) }), token({ tid: tid(2) })])).toBe(tid(1))
    expect(first([token({ tid: tid(2) }), token({ tid: tid(1) })])).toBe(tid(1))
  })

  test('after a snooze that no threshold followed leaves the threshold said that was', () => {
    const tokens = { [tid(1)]: { said: 14 * DAY, snoozedUntil: at('2026-12-03T09:30Z'), snoozes: 1 } }
    const { record } = plan(aRecord({ tokens }), [token()], { when: at('2026-12-03T10:00Z') })
    expect(record.tokens[tid(1)]).toEqual({ said: 14 * DAY, at: at('2026-12-03T10:00Z'), unanswered: 1, snoozes: 1 })
  })

  test.each([
    ['the first', {}, undefined, 1],
    ['one more', { at: now - 7 * DAY, unanswered: 1 }, undefined, 2],
    ['one more, where another token was asked for before', { at: now - 7 * DAY, unanswered: 1 }, now - 8 * DAY, 2],
    ['one more, where one was asked for at that moment', { at: now - 7 * DAY, unanswered: 1 }, now - 7 * DAY, 2],
    ['the first since another token was asked for', { at: now - 7 * DAY, unanswered: 1 }, now - 6 * DAY, 1],
  ])('is %s without an answer', (_, state, askedAt, unanswered) => {
    const asked = askedAt === undefined ? {} : { askedAt }
    const { record } = plan(aRecord({ tokens: { [tid(1)]: state } }), [token(asked)])
    expect(record.tokens[tid(1)]?.unanswered).toBe(unanswered)
  })
})

describe('a message is shown anew', () => {
  const about = [1, 2].map((one) => ({ tid: tid(one), what: 'reminder' as const, shown: 'due' as const }))
  const tokens = { [tid(1)]: { said: DAY }, [tid(2)]: { said: DAY } }
  const record = aRecord({ tokens, messages: [aMessage({ about, location })] })

  test('when one of its tokens stands otherwise than it shows', () => {
    expect(plan(record, [token(), token({ tid: tid(2) })]).show).toEqual([])
    expect(plan(record, [token(), token({ tid: tid(2), state: 'retiring' })]).show).toEqual(['a'])
  })

  test('a quarter of an hour after Slack refused it, and two hours after it did so again', () => {
    const pending = (refused: number) => aRecord({ tokens, messages: [aMessage({ refused, refusedAt: now })] })
    const shownAfter = (refused: number, pause: number) => plan(pending(refused), [token()], { when: now + pause }).show
    expect(shownAfter(1, 15 * MINUTE - 1)).toEqual([])
    expect(shownAfter(1, 15 * MINUTE)).toEqual(['a'])
    expect(shownAfter(2, 2 * HOUR - 1)).toEqual([])
    expect(shownAfter(2, 2 * HOUR)).toEqual(['a'])
    expect([1, 2, 3].map((refused) => isUndeliverable(aMessage({ refused })))).toEqual([false, false, true])
    expect(isUndeliverable(aMessage())).toBe(false)
  })
})

test('nothing is to come of somebody without tokens', () => {
  expect(plan(aRecord({ nextCheckAt: 1 }), []).record).not.toHaveProperty('nextCheckAt')
})

describe('what became of the messages', () => {
  const due = aMessage({ location, about: [{ tid: tid(1), what: 'reminder', shown: 'due' }] })
  const outcome = (messages: ReminderMessage[], outcomes: ReminderMessage[] = [], posted: ReminderMessage[] = []) =>
    withOutcomes(
      aRecord({
        messages,
        tokens: { [tid(1)]: { unanswered: 2 }, [tid(2)]: { unanswered: 3 } },
        nextCheckAt: now + DAY,
      }),
      new Map(outcomes.map((one) => [one.id, one])),
      now,
      posted,
    )

  test('is kept as long as anything in them can change', () => {
    const settled = aMessage({ id: 'b', location, about: [{ tid: tid(2), what: 'end', shown: 'ended' }] })
    expect(outcome([aMessage(), aMessage({ id: 'b' })], [due, settled]).messages).toEqual([due])
  })

  test('calls for another look when what Slack refused is tried again, not later than what comes anyway', () => {
    expect(outcome([due]).nextCheckAt).toBe(now + DAY)
    const refusedOnce = aMessage({ refused: 1, refusedAt: now })
    expect(outcome([aMessage()], [refusedOnce])).toMatchObject({
      messages: [refusedOnce],
      nextCheckAt: now + 15 * MINUTE,
    })
    expect(outcome([aMessage()], [aMessage({ refused: 2, refusedAt: now })]).nextCheckAt).toBe(now + 2 * HOUR)
    const soon = aRecord({ messages: [aMessage()], nextCheckAt: now + MINUTE })
    expect(withOutcomes(soon, new Map([['a', refusedOnce]]), now).nextCheckAt).toBe(now + MINUTE)
    const before = aRecord({ messages: [aMessage()] })
    expect(withOutcomes(before, new Map([['a', due]]), now)).not.toHaveProperty('nextCheckAt')
    expect(withOutcomes(before, new Map([['a', refusedOnce]]), now).nextCheckAt).toBe(now + 15 * MINUTE)
  })

  test('is nobody’s silence where it was given up', () => {
    const about = [
      { tid: tid(1), what: 'reminder' as const },
      { tid: tid(2), what: 'end' as const },
      { tid: tid(3), what: 'reminder' as const },
    ]
    const after = outcome([aMessage({ about })], [aMessage({ about, refused: 3, refusedAt: now })])
    expect(after).toMatchObject({ messages: [], nextCheckAt: now + DAY })
    expect(after.tokens).toEqual({
      [tid(1)]: { unanswered: 1 },
      [tid(2)]: { unanswered: 3 },
      [tid(3)]: { unanswered: 0 },
    })
    // What was heard is silence all the same.
    expect(outcome([due], [due]).tokens[tid(1)]).toEqual({ unanswered: 2 })
  })

  test('is looked at again at once where somebody answered before it stood', () => {
    const posted = aMessage({ id: 'b', location, about: [{ tid: tid(2), what: 'reminder', shown: 'due' }] })
    expect(outcome([due], [posted], [posted])).toMatchObject({ messages: [due, posted], nextCheckAt: now + SECOND })
  })

  test.each([
    ['about its token is there', [1], now + SECOND],
    ['about its token and another one is there', [2, 1], now + SECOND],
    ['about another token is there', [2], now + DAY],
  ])('is looked at again at once only where a newer one %s', (_, tids, nextCheckAt) => {
    const about = tids.map((one) => ({ tid: tid(one), what: 'reminder' as const, shown: 'due' as const }))
    const posted = aMessage({ id: 'b', location, about })
    const two = { ...due, about: [...due.about, { tid: tid(3), what: 'reminder' as const, shown: 'due' as const }] }
    expect(outcome([two, posted], [posted], [posted]).nextCheckAt).toBe(nextCheckAt)
    const other = aMessage({ id: 'c', location, about: [{ tid: tid(4), what: 'reminder', shown: 'due' }] })
    expect(outcome([two, posted, other], [posted, other], [posted, other]).nextCheckAt).toBe(nextCheckAt)
  })
})

describe('what is remembered of a token', () => {
  const state = { endSaid: true as const }
  const external = {
    tid: tid(1),
    uid: tid(9),
    label: 'elsewhere',
    createdAt: token().createdAt,
    expiresAt: token().expiresAt,
    since: token().createdAt,
  }
  const kept = (when: number, messages: ReminderMessage[] = []) => {
    const { record } = plan(aRecord({ tokens: { [tid(1)]: state }, externalTokens: [external], messages }), [token()], {
      when,
    })
    return [record.tokens[tid(1)], record.externalTokens]
  }
  // As long as the end would be said, that it was said is known.
  const whole = [state, [external]]
  const weeks = token().expiresAt + 14 * DAY

  test('goes two weeks after its end, unless a message is about it', () => {
    expect(kept(weeks)).toEqual(whole)
    expect(plan(aRecord({ tokens: { [tid(1)]: state } }), [token()], { when: weeks }).record.messages).toEqual([])
    expect(kept(weeks + 1)).toEqual([undefined, []])
    expect(kept(weeks + 1, [aMessage({ location, about: [{ tid: tid(1), what: 'reminder', shown: 'due' }] })])).toEqual(
      whole,
    )
  })
})
