// The form `Reminder settings`: reminders on or off, how long before, at which hour; and the calendar file.
import type { Button, ModalView, PlainTextOption } from '@slack/types'
import type { ReminderRules } from '../../../core/reminders/reminder-record.ts'
import { durationWord } from '../../../core/time/duration.ts'
import type { ReminderSettings } from '../../../operations/reminders/open-reminders.ts'
import type { SentCalendar } from '../../../operations/reminders/send-calendar.ts'
import type { Words } from '../../../words/words.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, hint, labelText, modal, moment, plain, section, timeLeft } from '../block-kit.ts'

type SettingsWords = Words['reminderSettings']

// Slack's limit for checkboxes: https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
const MOST_BOXES = 10
/** As many dates as fit into one block with the longest labels. */
const MOST_DATES = 15

/** The values with which the form was opened, for clients that send untouched fields empty. */
export interface OfferedSettings {
  on: boolean
  before: number[]
  at: number | 'any'
}

/** The dates as text, if the bot may not send files. */
export function calendarDatesMessage({ reminderSettings: words }: Words, tokens: SentCalendar['tokens']): Message {
  const shown = tokens
    .slice(0, MOST_DATES)
    .map(({ label, expiresAt }) => words.dateLine({ label: labelText(label), when: moment(expiresAt) }))
  const rest = tokens.length > MOST_DATES ? [words.moreDates({ amount: tokens.length - MOST_DATES })] : []
  const text = [words.datesInstead, ...shown, ...rest].join('\n')
  return { text, blocks: [section(text)] }
}

/** The settings after a change. */
export function reminderSettingsMessage(words: Words, settings: ReminderSettings, now: number): Message {
  const text = reminderSettingsText(words, settings.rules)
  const next = nextExpiryText(words.reminderSettings, settings, now)
  const change = button(words, buttons.openReminders, 'mine')
  return { text, blocks: [section(`${text} ${next}`), actions(...calendarButton(words, settings), change)] }
}

export function reminderSettingsModal(all: Words, settings: ReminderSettings, now: number): ModalView {
  const { reminderSettings: words } = all
  const { fields } = all.labels.forms.reminderSettings
  const { rules, offered, usualAt } = settings
  const { on, at } = rules
  const before = rules.before.filter((threshold) => offered.includes(threshold))
  const offeredNow: OfferedSettings = { on, before, at }
  const onOption: PlainTextOption = { text: plain(words.optionOn), value: 'on' }
  const offOption: PlainTextOption = { text: plain(words.optionOff), value: 'off' }
  const boxes = offered.map((threshold) => beforeOption(words, threshold))
  const several = {
    action_id: 'value',
    options: boxes,
    initial_options: boxes.filter(({ value }) => before.map(durationWord).includes(value ?? '')),
  }
  return modal(all, forms.reminderSettings, JSON.stringify(offeredNow), [
    section(nextExpiryText(words, settings, now)),
    // The block's id depends on its value: a button in a form of an earlier version changes it, and Slack would otherwise
    // keep the choice from before.
    {
      type: 'input',
      block_id: on ? 'on' : 'off',
      label: plain(fields.reminders),
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        options: [onOption, offOption],
        initial_option: on ? onOption : offOption,
      },
    },
    {
      type: 'input',
      block_id: 'before',
      label: plain(fields.before),
      element:
        boxes.length > MOST_BOXES ? { type: 'multi_static_select', ...several } : { type: 'checkboxes', ...several },
    },
    {
      type: 'input',
      block_id: 'at',
      label: plain(fields.hour),
      hint: plain(words.aboutHour),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: hours(usualAt, at).map((hour) => hourOption(all, hour)),
        initial_option: hourOption(all, at),
      },
    },
    ...(settings.tokens > 0 ? [actions(...calendarButton(all, settings)), hint(words.aboutCalendar)] : []),
  ])
}

/** For example `Reminders are on: 14 days, 7 days, and 1 day before a token expires, at 09:00 in your time zone.` */
export function reminderSettingsText(words: Words, { before, at, on }: ReminderRules): string {
  const { reminderSettings } = words
  if (!on) return reminderSettings.off
  return reminderSettings.on({ before, at: at === 'any' ? undefined : words.clock.hour({ minutes: at }) })
}

function nextExpiryText(words: SettingsWords, { next, tokens }: ReminderSettings, now: number): string {
  if (!next) return words.noneExpire
  const { label, expiresAt } = next
  return words.next({ label: labelText(label), tokens, left: timeLeft(now, expiresAt), when: moment(expiresAt) })
}

function calendarButton(words: Words, { tokens }: ReminderSettings): Button[] {
  return tokens > 0 ? [button(words, buttons.sendCalendarFile, 'mine')] : []
}

function beforeOption(words: SettingsWords, milliseconds: number): PlainTextOption {
  return { text: plain(words.optionBefore({ milliseconds })), value: durationWord(milliseconds) }
}

/** Every full hour, and the present hour even if it is not a full one. */
function hours(...others: (number | 'any')[]): (number | 'any')[] {
  const full = Array.from({ length: 24 }, (_, hour) => hour * 60)
  const minutes = [...new Set([...full, ...others.filter((at) => at !== 'any')])].sort(
    (first, second) => first - second,
  )
  return ['any', ...minutes]
}

function hourOption({ reminderSettings, clock }: Words, at: number | 'any'): PlainTextOption {
  return { text: plain(at === 'any' ? reminderSettings.anyHour : clock.hour({ minutes: at })), value: `${at}` }
}
