// The form `Reminder settings`: reminders on or off, how long before, at which hour; and the calendar file.
import type { Button, ModalView, PlainTextOption } from '@slack/types'
import { durationText, durationWord } from '../../../core/time/duration.ts'
import type { ReminderSettings } from '../../../operations/reminders/open-reminders.ts'
import type { SentCalendar } from '../../../operations/reminders/send-calendar.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { joinWords } from '../approval-text.ts'
import {
  actions,
  button,
  hint,
  inlineText,
  labelText,
  modal,
  moment,
  plain,
  relativeTime,
  section,
} from '../block-kit.ts'

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
export function calendarDatesMessage(tokens: SentCalendar['tokens'], scope: string): Message {
  const why = `I can't send you a file: this app wasn't given the permission for it in Slack (\`${inlineText(scope)}\`). Here are the dates instead:`
  const shown = tokens
    .slice(0, MOST_DATES)
    .map(({ label, expiresAt }) => `• ${labelText(label)} expires ${moment(expiresAt)}`)
  const rest = tokens.length > MOST_DATES ? [`• and ${tokens.length - MOST_DATES} more`] : []
  const text = [why, ...shown, ...rest].join('\n')
  return { text, blocks: [section(text)] }
}

/** The settings after a change. */
export function reminderSettingsMessage(settings: ReminderSettings, now: number): Message {
  const text = settingsText(settings)
  return { text, blocks: [section(`${text} ${nextExpiryText(settings, now)}`), actions(...settingsButtons(settings))] }
}

export function reminderSettingsModal(settings: ReminderSettings, now: number): ModalView {
  const { rules, offered, usualAt } = settings
  const { on, at } = rules
  const before = rules.before.filter((threshold) => offered.includes(threshold))
  const offeredNow: OfferedSettings = { on, before, at }
  const boxes = offered.map(beforeOption)
  const several = {
    action_id: 'value',
    options: boxes,
    initial_options: boxes.filter(({ value }) => before.map(durationWord).includes(value ?? '')),
  }
  return modal(forms.reminderSettings, JSON.stringify(offeredNow), [
    section(`${settingsText(settings)} ${nextExpiryText(settings, now)}`),
    // The block's id depends on its value, because Slack would otherwise keep the choice from before a button changed
    // it.
    {
      type: 'input',
      block_id: on ? 'on' : 'off',
      label: plain('Reminders'),
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
      label: plain('How long before'),
      element:
        boxes.length > MOST_BOXES ? { type: 'multi_static_select', ...several } : { type: 'checkboxes', ...several },
    },
    {
      type: 'input',
      block_id: 'at',
      label: plain('Hour'),
      hint: plain('In your own time zone, as Slack knows it. In a token’s last day I do not wait for it.'),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: hours(usualAt, at).map(hourOption),
        initial_option: hourOption(at),
      },
    },
    actions(...settingsButtons(settings)),
    hint('The calendar file holds labels and days, never a token. Your calendar does not follow what changes later.'),
  ])
}

/** For example `Reminders are on: 14 days, 7 days and 1 day before a token ends, at 09:00 in your time zone.` */
function settingsText({ rules }: ReminderSettings): string {
  if (!rules.on) return 'Reminders are off. You hear nothing before a token ends, nor when it has.'
  const before = joinWords(rules.before.map(durationText), 'and')
  const at = rules.at === 'any' ? 'at any hour' : `at ${hourInWords(rules.at)} in your time zone`
  return `Reminders are on: ${before} before a token ends, ${at}.`
}

function nextExpiryText({ next, tokens }: ReminderSettings, now: number): string {
  if (!next) return 'I know of no token of yours that ends.'
  const others = tokens === 1 ? '' : ` (of ${tokens})`
  return `The next one to end is ${labelText(next.label)}${others}, ${relativeTime(now, next.expiresAt)}.`
}

function settingsButtons({ rules, tokens }: ReminderSettings): Button[] {
  return [
    ...(tokens > 0 ? [button(buttons.sendCalendarFile, 'mine')] : []),
    rules.on ? button(buttons.turnRemindersOff, 'mine') : button(buttons.turnRemindersOn, 'mine'),
  ]
}

const onOption: PlainTextOption = { text: plain('On'), value: 'on' }
const offOption: PlainTextOption = { text: plain('Off'), value: 'off' }

function beforeOption(milliseconds: number): PlainTextOption {
  return { text: plain(durationText(milliseconds)), value: durationWord(milliseconds) }
}

/** Every full hour, and the present hour even if it is not a full one. */
function hours(...others: (number | 'any')[]): (number | 'any')[] {
  const full = Array.from({ length: 24 }, (_, hour) => hour * 60)
  const minutes = [...new Set([...full, ...others.filter((at) => at !== 'any')])].sort(
    (first, second) => first - second,
  )
  return ['any', ...minutes]
}

function hourOption(at: number | 'any'): PlainTextOption {
  return { text: plain(at === 'any' ? 'Any hour' : hourInWords(at)), value: `${at}` }
}

function hourInWords(minutes: number): string {
  const two = (number: number) => `${number}`.padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
