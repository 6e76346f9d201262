// `reminders`: opens the settings of the expiry reminders, with a calendar file.
import { openReminderSettingsForm } from '../handlers/reminders/reminder-settings.ts'
import type { Subcommand } from '../interaction.ts'

export const reminders: Subcommand = {
  word: 'reminders',
  usage: '',
  summary: 'when I remind you before a token ends; a calendar file',
  details:
    'Opens a form: reminders on or off, how long before (of what the policy offers), at which hour of your day. *Send calendar file* sends you the days on which your tokens end. On a reminder you can put it off, say that the token is not to be renewed, or revoke it.',
  run: (interaction) => openReminderSettingsForm(interaction),
}
