// `reminders`: opens the settings of the expiry reminders, with a calendar file.
import { english } from '../../words/words.ts'
import { openReminderSettingsForm } from '../handlers/reminders/reminder-settings.ts'
import type { Subcommand } from '../interaction.ts'

export const reminders: Subcommand = {
  word: 'reminders',
  usage: '',
  ...english.reminderSettings.command,
  run: (interaction) => openReminderSettingsForm(interaction),
}
