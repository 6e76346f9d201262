// `reminders`: opens the settings of the expiry reminders, with a calendar file.
import { openReminderSettingsForm } from '../handlers/reminders/reminder-settings.ts'
import type { Subcommand } from '../interaction.ts'

export const reminders: Subcommand = {
  word: 'reminders',
  run: (interaction) => openReminderSettingsForm(interaction),
}
