// Reminders of tokens that expire, alone and together, to owners, managers and bot admins; and their settings.
import type { ReminderRow } from '../../../../src/core/reminders/reminder-message.ts'
import type { ReminderRowStatus, ReminderRules } from '../../../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import type { ReminderSettings } from '../../../../src/operations/reminders/open-reminders.ts'
import { forms } from '../../../../src/slack/action-catalog.ts'
import { noticeModal } from '../../../../src/slack/views/notice-modal.ts'
import { doNotRenewModal } from '../../../../src/slack/views/reminders/do-not-renew-modal.ts'
import { reminderMessage, undeliveredMessage } from '../../../../src/slack/views/reminders/reminder-message.ts'
import {
  calendarDatesMessage,
  reminderSettingsMessage,
  reminderSettingsModal,
} from '../../../../src/slack/views/reminders/reminder-settings-modal.ts'
import { snoozeModal } from '../../../../src/slack/views/reminders/snooze-modal.ts'
import { aPolicy } from '../../../slack/records.ts'
import { NOW, reminded, TID, tidOf } from '../records.ts'
import { answer, type Subject, scene, scenesOf } from '../scene.ts'

function row(
  status: ReminderRowStatus,
  label = 'tableau',
  change: Partial<ReminderRow> = {},
  left = 7 * DAY,
): ReminderRow {
  const token = reminded(label, { expiresAt: NOW + left, tid: tidOf(`${label.length}`.padEnd(8, '7')) })
  return { tid: token.tid, status, state: {}, token, ...change }
}

/** A status that is missing here does not compile. */
const everyStatus: Record<ReminderRowStatus, ReminderRow> = {
  due: row('due'),
  ended: row('ended', 'tableau', {}, -HOUR),
  again: row('again'),
  snoozed: row('snoozed', 'tableau', { state: { snoozes: 1, snoozedUntil: NOW + 3 * DAY } }),
  'not renewed': row('not renewed'),
  replaced: row('replaced'),
  revoked: row('revoked'),
  expired: row('expired', 'tableau', {}, -3 * DAY),
  waiting: row('waiting'),
}

const gone = (status: ReminderRowStatus) => ({ ...row(status), token: undefined })
const together: Record<string, ReminderRow[]> = {
  'due, in the last day': [row('due', 'tableau', {}, 20 * HOUR)],
  'due, snoozed twice, created in Dremio': [
    row('due', 'tableau', {
      state: { snoozes: 2 },
      token: reminded('tableau', { madeHere: false }),
    }),
  ],
  'due, nothing is known of it': [gone('due')],
  'ended, nothing is known of it': [gone('ended')],
  'four of them': [
    row('due', 'tableau', {}, 20 * HOUR),
    row('due', 'power bi', {}, 3 * DAY),
    row('due', 'notebook', {}, 7 * DAY),
    row('due', 'quick test', { state: { snoozes: 1 } }, 14 * DAY),
  ],
  'four of them, two done, one expired': [
    row('ended', 'tableau', {}, -HOUR),
    row('replaced', 'power bi'),
    row('due', 'notebook'),
    row('snoozed', 'quick test', { state: { snoozes: 1, snoozedUntil: NOW + 3 * DAY } }),
  ],
  'three of them, all done': [row('replaced', 'power bi'), row('revoked', 'notebook'), row('not renewed', 'dbt')],
  'given back': [row('revoked', 'tableau', { token: reminded('tableau', { state: 'revoked', givenBack: true }) })],
  'more than are shown': Array.from({ length: 18 }, (_, index) =>
    row('due', `report ${index + 1}`, {}, (index + 1) * DAY),
  ),
}

const managers: Record<string, ReminderRow[]> = {
  one: [row('waiting')],
  two: [row('waiting'), row('waiting', 'power bi', {}, 2 * DAY)],
  resolved: [row('replaced')],
  'resolved, nothing is known of it': [gone('revoked')],
}

const mine = { owner: 'UANA', to: 'UANA' }
const rules: ReminderRules = {
  on: true,
  before: [14 * DAY, 7 * DAY, DAY],
  at: 9 * 60,
  days: aPolicy().reminders.days,
  digestFrom: 3,
  escalateAfterIgnored: 3,
}
const settings: ReminderSettings = {
  rules,
  offered: rules.before,
  usualAt: 9 * 60,
  next: reminded('tableau'),
  tokens: 4,
}
const off = { ...settings, rules: { ...rules, on: false } }
const undelivered = { ...mine, id: 'r1', rows: [row('due')], onlyIfPosted: false, mayBePosted: false }
const calendar = (amount: number) => Array.from({ length: amount }, (_, index) => reminded(`report ${index + 1}`))

export const reminders: Subject = {
  title: 'Reminders and their settings',
  scenes: [
    ...scenesOf(everyStatus, (words, one) => reminderMessage(words, { ...mine, rows: [one] }, NOW)),
    ...scenesOf(together, (words, rows) => reminderMessage(words, { ...mine, rows }, NOW)),
    ...scenesOf(managers, (words, rows) => reminderMessage(words, { owner: 'UANA', to: 'UBEA', rows }, NOW)).map(
      ({ name, draw }) => scene(`to the manager: ${name}`, draw),
    ),
    scene('to bot admins: not delivered', (words) => undeliveredMessage(words, undelivered)),
    scene('to bot admins: not delivered to a manager', (words) =>
      undeliveredMessage(words, { ...undelivered, to: 'UBEA', rows: [row('waiting'), gone('waiting')] }),
    ),
    scene('form Snooze reminder', (words) =>
      snoozeModal(
        words,
        TID,
        { label: 'tableau', expiresAt: NOW + 12 * DAY, lengths: [DAY, 3 * DAY, 7 * DAY], snoozes: 0 },
        NOW,
      ),
    ),
    scene('form Snooze reminder, snoozed before', (words) =>
      snoozeModal(words, TID, { label: 'tableau', expiresAt: NOW + 2 * DAY, lengths: [DAY], snoozes: 2 }, NOW),
    ),
    scene('form Do not renew', (words) =>
      doNotRenewModal(words, TID, { label: 'tableau', expiresAt: NOW + 12 * DAY }, NOW),
    ),
    scene('form Reminder settings', (words) => reminderSettingsModal(words, settings, NOW)),
    scene('form Reminder settings, off', (words) => reminderSettingsModal(words, off, NOW)),
    scene('form Reminder settings, nothing expires', (words) =>
      reminderSettingsModal(words, { ...settings, rules: { ...rules, at: 'any' }, next: undefined, tokens: 0 }, NOW),
    ),
    scene('form Reminder settings, calendar file sent', (words) =>
      noticeModal(words, forms.reminderSettings, words.reminderSettings.calendarSent),
    ),
    answer('settings saved', (words) => reminderSettingsMessage(words, settings, NOW)),
    answer('settings saved, off', (words) => reminderSettingsMessage(words, off, NOW)),
    answer('dates instead of a file', (words) => calendarDatesMessage(words, calendar(3))),
    answer('dates instead of a file, many', (words) => calendarDatesMessage(words, calendar(18))),
    scene('the calendar file', ({ reminderSettings: words }) => ({
      text: [
        words.calendarComment,
        words.calendarTitle,
        words.calendarEntry({ label: 'tableau' }),
        words.calendarDescription,
      ].join('\n'),
    })),
    answer('no dates', ({ reminderSettings: { nothingForCalendar } }) => ({ text: nothingForCalendar })),
  ],
}
