// What is written down of a person's reminders, which of their messages can still change, and what they want.
import { describe, expect, test } from 'vitest'
import {
  answered,
  isPending,
  isSettled,
  newReminderRecord,
  type ReminderRecord,
  type ReminderRowStatus,
  reminderRecordSchema,
  reminderRowStatuses,
  rulesFor,
  withTokenState,
} from '../../../src/core/reminders/reminder-record.ts'
import { DAY } from '../../../src/core/time/duration.ts'
import { usualRules } from './reminder-life.ts'

const tid = '11111111-1111-4111-8111-111111111111'

describe('a message', () => {
  const showing = (...statuses: (ReminderRowStatus | undefined)[]) => ({
    id: '0',
    to: 'UANA',
    about: statuses.map((shown) => ({ tid, what: 'reminder' as const, ...(shown !== undefined && { shown }) })),
  })

  test('is pending until something of it was shown', () => {
    expect(isPending(showing(undefined, undefined))).toBe(true)
    expect(isPending(showing(undefined, 'revoked'))).toBe(false)
    expect(isPending(showing('due'))).toBe(false)
  })

  test.each(reminderRowStatuses)('that shows a token as %s can change only if it has a button or waits', (status) => {
    const isSure = status !== 'due' && status !== 'waiting' && status !== 'not renewed'
    expect(isSettled(showing(status))).toBe(isSure)
    expect(isSettled(showing('ended', status))).toBe(isSure)
    expect(isSettled(showing(status, undefined))).toBe(false)
  })

  test('to a manager does not change because of a token that is not renewed', () => {
    const about = [{ tid, what: 'manager' as const, shown: 'not renewed' as const }]
    expect(isSettled({ id: '0', to: 'UBEA', about })).toBe(true)
  })
})

describe('the rules', () => {
  test.each<[string, Partial<ReminderRecord>, object]>([
    ['are the policy’s without a wish', {}, { on: true, before: [14 * DAY, 7 * DAY, DAY], at: 540 }],
    ['are off', { off: true }, { on: false }],
    ['have the one threshold that is wanted', { before: [7 * DAY] }, { before: [7 * DAY] }],
    ['have those that are wanted, longest first', { before: [DAY, 14 * DAY] }, { before: [14 * DAY, DAY] }],
    ['know nothing of thresholds that the policy has not', { before: [3 * DAY, DAY] }, { before: [DAY] }],
    ['are the policy’s where it has none of the wanted', { before: [3 * DAY] }, { before: [14 * DAY, 7 * DAY, DAY] }],
    ['have the hour that is wanted', { at: 0 }, { at: 0 }],
    ['have any hour if that is wanted', { at: 'any' }, { at: 'any' }],
  ])('%s', (_, wishes, rules) => {
    expect(rulesFor({ ...usualRules, before: [...usualRules.before] }, wishes)).toMatchObject(rules)
  })
})

describe('notes of a token', () => {
  const record = { ...newReminderRecord('UANA'), tokens: { [tid]: { said: DAY, at: 5, unanswered: 2 } } }

  test('are changed alone', () => {
    const other = '22222222-2222-4222-8222-222222222222'
    expect(withTokenState(record, other, (before) => ({ ...before, snoozes: 1 })).tokens).toEqual({
      ...record.tokens,
      [other]: { snoozes: 1 },
    })
  })

  test('know no answer that is missing once one was given', () => {
    expect(withTokenState(record, tid, answered).tokens).toEqual({ [tid]: { said: DAY } })
  })

  test('without anything in them are none', () => {
    const emptied = withTokenState(record, tid, () => ({ said: undefined }) as never)
    expect(Object.keys(emptied.tokens)).toEqual([])
    const halved = withTokenState(record, tid, () => ({ said: undefined, snoozes: 1 }) as never)
    expect(Object.keys(halved.tokens[tid] ?? {})).toEqual(['snoozes'])
  })
})

test('everything that is written down is read again', () => {
  const whole: ReminderRecord = {
    ...newReminderRecord('UANA'),
    off: true,
    tokens: { [tid]: { said: DAY, doNotRenew: true, endSaid: true, managerTold: true } },
    externalTokens: [{ tid, uid: tid, label: 'elsewhere', createdAt: 0, expiresAt: DAY, since: 1, gone: true }],
  }
  expect(reminderRecordSchema.parse(whole)).toEqual(whole)
})
