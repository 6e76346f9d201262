// What a reminder reads like, in every status, within Slack's limits.
import { describe, expect, test } from 'vitest'
import type { ReminderRow } from '../../../../src/core/reminders/reminder-message.ts'
import { type ReminderRowStatus, reminderRowStatuses } from '../../../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import { fieldsOf } from '../../../../src/slack/values.ts'
import { reminderMessage } from '../../../../src/slack/views/reminders/reminder-message.ts'
import { reminderSettingsModal } from '../../../../src/slack/views/reminders/reminder-settings-modal.ts'
import { english } from '../../../../src/words/words.ts'
import { readMessage } from '../../../world/slack/limits/messages.ts'
import { readModal } from '../../../world/slack/limits/views.ts'
import { read } from '../../reading.ts'

const NOW = Date.UTC(2026, 10, 24, 9)

function aRow(
  status: ReminderRowStatus,
  change: { label?: string; index?: number; expiresAt?: number } = {},
): ReminderRow {
  const tid = `${String(change.index ?? 0).padStart(8, '0')}-1111-4111-8111-111111111111`
  const { label = 'tableau', expiresAt = NOW + 7 * DAY } = change
  return {
    ...{ tid, status, state: { snoozes: 2, snoozedUntil: NOW + DAY } },
    token: { tid, label, createdAt: NOW - DAY, expiresAt, madeHere: true, state: 'active' },
  }
}

const mine = (rows: ReminderRow[]) => reminderMessage(english, { owner: 'UANA', to: 'UANA', rows }, NOW)
const buttonsOf = (message: ReturnType<typeof mine>) =>
  (message.blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? block.elements.flatMap((one) => (one.type === 'button' ? [one.text.text] : [])) : [],
  )

function fits(message: ReturnType<typeof mine>): void {
  const warnings: string[] = []
  expect(readMessage({ ...message }, (warning) => warnings.push(warning))).toHaveProperty('content')
  expect(warnings).toEqual([])
}

describe('a reminder', () => {
  test.each(reminderRowStatuses)(
    'in the status “%s” fits Slack and has buttons only where there is something to do',
    (status) => {
      const message = mine([aRow(status)])
      fits(message)
      expect(message.text).toContain('*tableau*')
      const expected = {
        due: ['Rotate', 'Snooze', 'Do not renew', 'Revoke'],
        'not renewed': ["I'm done with it"],
        ended: ['Request again'],
      }
      expect(buttonsOf(message)).toEqual(expected[status as keyof typeof expected] ?? [])
    },
  )

  test('of a last day offers no snooze', () => {
    expect(buttonsOf(mine([aRow('due', { expiresAt: NOW + 20 * HOUR })]))).toEqual(['Rotate', 'Do not renew', 'Revoke'])
  })

  test('of a token of which nothing is known any more says that it is gone', () => {
    const { token: _, ...gone } = aRow('revoked')
    expect(mine([{ ...gone, token: undefined }]).text).toBe('One of your tokens is revoked.')
  })

  test('with somebody’s words in it cannot be formatted by them', () => {
    expect(mine([aRow('due', { label: '*bold* <!channel> `x`' })]).text).not.toMatch(/<!channel>|\*bold\*/)
  })
})

describe('a digest', () => {
  test('has one row for each token, with everything that can be done about it in one menu', () => {
    const message = mine([
      aRow('due', { label: 'tableau' }),
      aRow('due', { label: 'dbt', index: 1, expiresAt: NOW + 20 * HOUR }),
      aRow('ended', { label: 'excel', index: 2, expiresAt: NOW - HOUR }),
      aRow('ended', { label: 'excel', index: 3, expiresAt: NOW - HOUR }),
      aRow('revoked', { label: 'notebook', index: 4 }),
    ])
    const { rotate, snooze, doNotRenew, revoke, requestAgain } = english.labels.buttons
    expect(read(message, NOW).split('\n')).toEqual(
      [
        '# 4 of your tokens expire soon or have expired',
        'excel\nExpired today\n[ Request again ]'.split('\n'),
        'excel\nExpired today\n[ Request again ]'.split('\n'),
        `dbt · snoozed twice\nExpires in 20 hours · tomorrow\n[ … ${rotate} | ${doNotRenew} | ${revoke} ]`.split('\n'),
        `tableau · snoozed twice\nExpires in 7 days · December 1\n[ … ${rotate} | ${snooze} | ${doNotRenew} | ${revoke} ]`.split(
          '\n',
        ),
        english.reminders.revoked({ label: 'notebook' }),
        `  ${english.reminders.changeReminders}`,
      ].flat(),
    )
    expect(JSON.stringify(message.blocks)).toContain(`"${requestAgain}: excel (2)"`)
    expect(message.blocks).toHaveLength(7)
  })

  test.each([3, 15, 40])('of %i tokens fits Slack, and says how many are not shown', (count) => {
    const message = mine(Array.from({ length: count }, (_, index) => aRow('due', { index })))
    fits(message)
    expect(message.text).toBe(`${count} of your tokens expire soon`)
    expect(JSON.stringify(message.blocks).includes(english.reminders.more({ amount: count - 15 }))).toBe(count > 15)
  })

  test.each([
    [['due', 'due', 'ended'], '3 of your tokens expire soon or have expired'],
    [['ended', 'ended', 'ended'], '3 of your tokens have expired'],
    [['due', 'revoked', 'snoozed'], '1 of your tokens expires soon'],
    [['replaced', 'revoked', 'not renewed'], 'All done: 3 tokens'],
  ] as const)('of %s is headed “%s”', (some, title) => {
    const rows = some.map((status, index) =>
      aRow(status, { index, ...(status === 'ended' && { expiresAt: NOW - HOUR }) }),
    )
    expect(mine(rows).text).toBe(title)
  })
})

describe('what the manager reads', () => {
  const toManager = (rows: ReminderRow[]) => reminderMessage(english, { owner: 'UANA', to: 'UBEA', rows }, NOW)

  test('names the owner and the tokens, and has nothing to press', () => {
    const message = toManager([aRow('waiting'), aRow('waiting', { index: 1, label: 'superset' })])
    fits(message)
    expect(message.text).toBe('2 of <@UANA>’s Dremio tokens expire soon, and they haven’t responded.')
    expect(JSON.stringify(message.blocks)).toMatch(/\*tableau\*.*\*superset\*/)
    expect(buttonsOf(message)).toEqual([])
  })

  test('is settled with the last of them', () => {
    expect(toManager([aRow('replaced')]).text).toContain('Resolved')
  })
})

test.each([[3], [11]])('the settings fit Slack with %i thresholds', (count) => {
  const before = Array.from({ length: count }, (_, index) => (count - index) * DAY)
  const rules = { on: true, before, at: 9 * 60 + 30, days: ['mon'], digestFrom: 3, escalateAfterIgnored: 3 } as const
  const view = reminderSettingsModal(
    english,
    { rules, offered: before, usualAt: 9 * 60 + 30, next: undefined, tokens: 0 },
    NOW,
  )
  expect(readModal(view)).toHaveProperty('content')
  expect(JSON.stringify(view)).toContain('09:30')
})

test('fields of the settings that were not touched, and arrive empty, are what was offered', () => {
  const empty = { before: { value: { type: 'checkboxes', selected_options: [] } } }
  expect(fieldsOf(empty)).toEqual({ before: undefined })
  const chosen = { before: { value: { type: 'checkboxes', selected_options: [{ value: '7d' }, { value: '1d' }] } } }
  expect(fieldsOf(chosen)).toEqual({ before: '7d,1d' })
})
