// The form `Reminder settings` and its buttons: whether I am reminded, how long before, at which hour; my calendar file.
import type { Button as ButtonElement, ModalView, PlainTextOption } from '@slack/types'
import { lifetimeInWords, lifetimeWord, readLifetime } from '../../core/time/duration.ts'
import type { ReminderSettings } from '../../operations/reminders/open-reminders.ts'
import type { SentCalendar } from '../../operations/reminders/send-calendar.ts'
import type { Button, Fields, Form, Interaction, Message } from '../interaction.ts'
import { joined } from '../views/approval-text.ts'
import {
  actions,
  button,
  hint,
  inlineText,
  LONGEST_TITLE,
  labelText,
  moment,
  plain,
  relativeTime,
  section,
} from '../views/block-kit.ts'
import { noteView, waitingView } from '../views/notice-modal.ts'

const TITLE = 'Reminder settings'
// Of checkboxes: https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
const MOST_BOXES = 10
/** So many fit into one block, however long their labels are. */
const MOST_DATES = 15

/** What the form was opened with: fields that were not touched may arrive empty from some clients. */
interface Offered {
  on: boolean
  before: number[]
  at: number | 'any'
}

export const sendCalendarFile: Button = {
  id: 'reminders.calendar',
  async press({ operations, actor, answer, form }) {
    const { tokens, missingScope } = await operations.sendCalendar(actor)
    if (tokens.length === 0)
      return answer({ text: 'You have no token that ends, so there is nothing to put into a calendar.' })
    if (missingScope !== undefined) {
      await answer(datesMessage(tokens, missingScope))
      if (form) await form.update(noteView(TITLE, 'I can’t send files here. The dates are in our direct messages.'))
      return
    }
    // From the form the direct messages may be far away.
    if (form) await form.update(noteView(TITLE, 'The calendar file is in our direct messages.'))
  },
}

/** Where no file can be sent, the dates still can. */
function datesMessage(tokens: SentCalendar['tokens'], scope: string): Message {
  const why = `I can't send you a file: this app wasn't given the permission for it in Slack (\`${inlineText(scope)}\`). Here are the dates instead:`
  const shown = tokens
    .slice(0, MOST_DATES)
    .map(({ label, expiresAt }) => `• ${labelText(label)} expires ${moment(expiresAt)}`)
  const rest = tokens.length > MOST_DATES ? [`• and ${tokens.length - MOST_DATES} more`] : []
  const text = [why, ...shown, ...rest].join('\n')
  return { text, blocks: [section(text)] }
}

export const turnOff: Button = { id: 'reminders.off', press: (clicked) => turn(clicked, false) }
export const turnOn: Button = { id: 'reminders.on', press: (clicked) => turn(clicked, true) }

async function turn(clicked: Parameters<Button['press']>[0], on: boolean): Promise<void> {
  const { operations, actor, answer, now, form } = clicked
  const settings = await operations.setReminders(actor, { on })
  if (form) await form.update(settingsView(settings, now()))
  else await answer(settingsMessage(settings, now()))
}

export const settingsForm: Form = {
  id: 'reminder-settings',
  async submit({ operations, actor, answer, now, fields, meta }) {
    const settings = await operations.setReminders(actor, readSettings(fields, meta))
    await answer(settingsMessage(settings, now()))
  },
}

export async function openSettingsForm(asked: Interaction): Promise<void> {
  const form = await asked.open(waitingView(TITLE))
  try {
    await form.update(settingsView(await asked.operations.openReminders(asked.actor), asked.now()))
  } catch (error) {
    await form.update(noteView(TITLE, asked.explain(error)))
  }
}

/** What was saved. */
export function settingsMessage(settings: ReminderSettings, now: number): Message {
  const text = standing(settings)
  return { text, blocks: [section(`${text} ${nextEnd(settings, now)}`), actions(...settingsButtons(settings))] }
}

export function settingsView(settings: ReminderSettings, now: number): ModalView {
  const { rules, offered, usualAt } = settings
  const { on, at } = rules
  const before = rules.before.filter((one) => offered.includes(one))
  const kept: Offered = { on, before, at }
  const boxes = offered.map(beforeOption)
  const several = {
    action_id: 'value',
    options: boxes,
    initial_options: boxes.filter(({ value }) => before.map(lifetimeWord).includes(value ?? '')),
  }
  return {
    type: 'modal',
    callback_id: settingsForm.id,
    title: plain(TITLE, LONGEST_TITLE),
    submit: plain('Save', LONGEST_TITLE),
    close: plain('Close', LONGEST_TITLE),
    private_metadata: JSON.stringify(kept),
    blocks: [
      section(`${standing(settings)} ${nextEnd(settings, now)}`),
      // Named by what they hold, so that fields follow what a button has just changed.
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
    ],
  }
}

/** `Reminders are on: 14 days, 7 days and 1 day before a token ends, at 09:00 in your time zone.` */
function standing({ rules }: ReminderSettings): string {
  if (!rules.on) return 'Reminders are off. You hear nothing before a token ends, nor when it has.'
  const before = joined(rules.before.map(lifetimeInWords), 'and')
  const at = rules.at === 'any' ? 'at any hour' : `at ${hourInWords(rules.at)} in your time zone`
  return `Reminders are on: ${before} before a token ends, ${at}.`
}

function nextEnd({ next, tokens }: ReminderSettings, now: number): string {
  if (!next) return 'I know of no token of yours that ends.'
  const others = tokens === 1 ? '' : ` (of ${tokens})`
  return `The next one to end is ${labelText(next.label)}${others}, ${relativeTime(now, next.expiresAt)}.`
}

function settingsButtons({ rules, tokens }: ReminderSettings): ButtonElement[] {
  return [
    ...(tokens > 0 ? [button(sendCalendarFile, 'Send calendar file', 'mine')] : []),
    rules.on ? button(turnOff, 'Turn reminders off', 'mine') : button(turnOn, 'Turn reminders on', 'mine', 'primary'),
  ]
}

const onOption: PlainTextOption = { text: plain('On'), value: 'on' }
const offOption: PlainTextOption = { text: plain('Off'), value: 'off' }

function beforeOption(milliseconds: number): PlainTextOption {
  return { text: plain(lifetimeInWords(milliseconds)), value: lifetimeWord(milliseconds) }
}

/** Every full hour, and whatever holds now, though it be none of them. */
function hours(...alsoThose: (number | 'any')[]): (number | 'any')[] {
  const full = Array.from({ length: 24 }, (_, hour) => hour * 60)
  const minutes = [...new Set([...full, ...alsoThose.filter((one) => one !== 'any')])].sort((one, other) => one - other)
  return ['any', ...minutes]
}

function hourOption(at: number | 'any'): PlainTextOption {
  return { text: plain(at === 'any' ? 'Any hour' : hourInWords(at)), value: `${at}` }
}

function hourInWords(minutes: number): string {
  const two = (number: number) => `${number}`.padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function readSettings(fields: Fields, meta: string): Offered {
  const offered = JSON.parse(meta) as Offered
  const on = fields.on ?? fields.off
  const before = fields.before?.split(',').flatMap((word) => readLifetime(word) ?? [])
  return {
    on: on === undefined ? offered.on : on === 'on',
    before: before ?? offered.before,
    at: fields.at === undefined ? offered.at : fields.at === 'any' ? 'any' : Number(fields.at),
  }
}
