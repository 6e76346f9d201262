// Opens the form `Reminder settings`, saves changes from it and from its buttons, and sends the calendar file.
import { parseDuration } from '../../../core/time/duration.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { ButtonClick, Fields, FormHandler, Interaction } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import {
  calendarDatesMessage,
  type OfferedSettings,
  reminderSettingsMessage,
  reminderSettingsModal,
} from '../../views/reminders/reminder-settings-modal.ts'
import { openFilled } from '../open-filled.ts'

export async function openReminderSettingsForm(interaction: Interaction): Promise<void> {
  const { actor, operations, now } = interaction
  await openFilled(interaction, forms.reminderSettings, async () => {
    const settings = await operations.openReminders(actor)
    // The person's locale is known only after they were looked up.
    return reminderSettingsModal(interaction.words, settings, now())
  })
}

export const reminderSettingsForm: FormHandler = {
  async submit({ operations, actor, now, fields, meta, words }) {
    const settings = await operations.setReminders(actor, readSettings(fields, meta))
    return reminderSettingsMessage(words, settings, now())
  },
  reopen: ({ words }) => button(words, buttons.openReminders, 'mine'),
}

export async function turnRemindersOff(click: ButtonClick): Promise<void> {
  await turnReminders(click, false)
}

export async function turnRemindersOn(click: ButtonClick): Promise<void> {
  await turnReminders(click, true)
}

async function turnReminders({ operations, actor, answer, now, form, words }: ButtonClick, on: boolean): Promise<void> {
  const settings = await operations.setReminders(actor, { on })
  if (form) await form.update(reminderSettingsModal(words, settings, now()))
  else await answer(reminderSettingsMessage(words, settings, now()))
}

export async function sendCalendarFile({ operations, actor, answer, form, ...click }: ButtonClick): Promise<void> {
  const { reminderSettings: words } = click.words
  const { tokens, missingScope } = await operations.sendCalendar(actor)
  if (tokens.length === 0) return answer({ text: words.nothingForCalendar })
  if (missingScope !== undefined) return answer(calendarDatesMessage(click.words, tokens))
  // The form covers the direct messages, so it says where the file is.
  if (form) await form.update(noticeModal(click.words, forms.reminderSettings, words.calendarSent))
}

function readSettings(fields: Fields, meta: string): OfferedSettings {
  const offered = JSON.parse(meta) as OfferedSettings
  const on = fields.on ?? fields.off
  const before = fields.before?.split(',').flatMap((word) => parseDuration(word) ?? [])
  return {
    on: on === undefined ? offered.on : on === 'on',
    before: before ?? offered.before,
    at: fields.at === undefined ? offered.at : fields.at === 'any' ? 'any' : Number(fields.at),
  }
}
