// Posts each reminder once, edits it when what it says is not true any more, and sends the calendar file.
import type { WebClient } from '@slack/web-api'
import type { MessageLocations } from '../core/message-locations.ts'
import type { Messenger } from '../core/messenger.ts'
import { notificationOf } from '../core/notifications.ts'
import type { Clock } from '../core/ports.ts'
import type { Reminder } from '../core/reminders/reminder-message.ts'
import { icalendarOf } from '../core/time/icalendar.ts'
import type { Words } from '../words/words.ts'
import { createLookUp } from './lookups.ts'
import { type CallSlack, createOutbox, isLasting, withoutPreviews } from './outbox.ts'
import { sendFile } from './send-file.ts'
import { reminderMessage, undeliveredMessage } from './views/reminders/reminder-message.ts'

type ReminderMessenger = Pick<Messenger, 'showReminder' | 'forgetReminder' | 'showUndelivered' | 'sendCalendar'>

/**
 * `client` must neither retry nor wait: an alarm tries again, and a second try of the SDK's could be a second message.
 * While Slack wants no calls of a method, none are made.
 */
export function createReminderMessenger({
  client,
  locations,
  clock,
  wordsFor,
  onTrouble,
}: {
  client: WebClient
  locations: MessageLocations
  clock: Clock
  /** As in `MessengerWorld`. */
  wordsFor: (reader: string) => Promise<Words>
  /** As in `MessengerWorld`. */
  onTrouble: (error: unknown, operation: string, reader?: string) => void
}): ReminderMessenger {
  const lookUp = createLookUp(clock)
  const callSlack: CallSlack = (method, call) => lookUp(method, 'remind somebody', call)
  const outbox = createOutbox({ client, callSlack, search: { client, callSlack }, locations, clock })

  return {
    async showReminder(reminder) {
      const message = reminderMessage(await wordsFor(reminder.to), reminder, clock.now())
      const { to, location, mayBePosted } = reminder
      const onlyIfPosted = reminder.onlyIfPosted || !isPushed(reminder)
      try {
        if (location && reminder.rows.every(({ status }) => status === 'again')) {
          await outbox.removeAt(location)
          return { result: 'delivered', location }
        }
        if (location) {
          // A message that can't be edited any more was delivered all the same.
          await outbox.edit(location, message).catch((error: unknown) => {
            if (!isLasting(error)) throw error
            onTrouble(error, 'edit a reminder', to)
          })
          return { result: 'delivered', location }
        }
        const key = { reader: to, kind: 'token reminder', attempt: 0, at: 0 } as const
        const published = await outbox.publish(subjectOf(reminder), key, message, { onlyIfPosted, mayBePosted })
        if (published === 'busy') return { result: 'unavailable' }
        return { result: 'delivered', ...(published && { location: published }) }
      } catch (error) {
        onTrouble(error, 'remind somebody', to)
        return { result: isLasting(error) ? 'refused' : 'unavailable' }
      }
    },
    async forgetReminder(reminder) {
      // Redis forgets it by itself in some months.
      await outbox.forget(subjectOf(reminder)).catch((error: unknown) => onTrouble(error, 'forget a reminder'))
    },
    async showUndelivered(administrators, reminder) {
      const told = administrators.map(async (id) => {
        const message = undeliveredMessage(await wordsFor(id), reminder)
        await callSlack('chat.postMessage', () =>
          client.chat.postMessage({ channel: id, ...message, ...withoutPreviews }),
        ).catch((error: unknown) => onTrouble(error, 'tell an administrator', id))
      })
      await Promise.all(told)
    },
    async sendCalendar(person, tokens) {
      const { reminderSettings: words } = await wordsFor(person)
      const entries = tokens.map(({ uid, at, label }) => ({
        uid,
        at,
        summary: words.calendarEntry({ label }),
        description: words.calendarDescription,
      }))
      await sendFile(client, person, {
        filename: 'dremio-tokens.ics',
        title: words.calendarTitle,
        comment: words.calendarComment,
        content: icalendarOf(entries, clock.now()),
      })
    },
  }
}

function isPushed({ owner, to, rows }: Reminder): boolean {
  if (to !== owner) return notificationOf('reminders ignored', 'manager') === 'push'
  const event = rows.some(({ status }) => status === 'ended') ? 'expired' : 'expiry reminder'
  return notificationOf(event, 'requester') === 'push'
}

function subjectOf({ owner, id }: Pick<Reminder, 'owner' | 'id'>): string {
  return `reminder-${owner}-${id}`
}
