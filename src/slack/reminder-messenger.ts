// Posts each reminder once, edits it when it is no longer true, and sends the calendar file.
import type { WebClient } from '@slack/web-api'
import { isBotError } from '../core/errors.ts'
import type { MessageLocation, MessageLocations } from '../core/message-locations.ts'
import type { Messenger } from '../core/messenger.ts'
import type { Clock } from '../core/ports.ts'
import type { Reminder, Shown } from '../core/reminders/reminder-message.ts'
import { quiet } from './card-posts.ts'
import { askSlack, isLastingReason } from './client.ts'
import type { Message } from './interaction.ts'
import { createLookUp } from './lookups.ts'
import { reminderMessage, undeliveredMessage } from './views/reminders/reminder-message.ts'

/** The name of a reminder's only message. */
const CARD = 'card'
/** So many of the newest messages are searched: a worker that died after posting did so a moment ago. */
const MOST_SEARCHED = 50

type ReminderMessenger = Pick<Messenger, 'showReminder' | 'forgetReminder' | 'showUndelivered' | 'sendCalendar'>

/**
 * `client` must neither retry nor wait: the alarms try again, and a second try of the SDK's could post a second message.
 * While Slack wants a rest, nothing is asked of it.
 */
export function createReminderMessenger({
  client,
  places,
  clock,
  onTrouble,
}: {
  client: WebClient
  places: MessageLocations
  clock: Clock
  onTrouble: (error: unknown, operation: string) => void
}): ReminderMessenger {
  const lookUp = createLookUp(clock)
  const ask = <T>(method: string, call: () => Promise<T>) => lookUp(method, 'remind somebody', call)

  async function show(name: string, reminder: Reminder, message: Message): Promise<Shown> {
    const { to, again } = reminder
    const place =
      reminder.place ?? (again ? ((await places.of(name)).get(CARD) ?? (await searched(name, to))) : undefined)
    if (place) {
      await edit(place, message)
      return { heard: 'heard', place }
    }
    if (reminder.onlyIfThere) return { heard: 'heard' }
    // Another process is posting it.
    if (!(await places.reserve(name, CARD, clock.now()))) return { heard: 'away' }
    const { channel, ts } = await ask('chat.postMessage', () =>
      client.chat.postMessage({ channel: to, ...message, ...quiet }),
    )
    if (!channel || !ts) return { heard: 'heard' }
    await places.remember(name, CARD, { channel, ts })
    return { heard: 'heard', place: { channel, ts } }
  }

  async function edit(place: MessageLocation, message: Message): Promise<void> {
    try {
      await ask('chat.update', () => client.chat.update({ ...place, ...message, ...quiet }))
    } catch (error) {
      // Somebody deleted the message, and with it its buttons.
      if (!isLasting(error)) throw error
    }
  }

  /** A process may have died between posting it and storing where it is. Undefined where that cannot be found out. */
  async function searched(name: string, to: string): Promise<MessageLocation | undefined> {
    try {
      const { channel } = await ask('conversations.open', () => client.conversations.open({ users: to }))
      if (channel?.id === undefined) return undefined
      const { id } = channel
      const { messages = [] } = await ask('conversations.history', () =>
        client.conversations.history({ channel: id, limit: MOST_SEARCHED }),
      )
      const found = messages.find(({ blocks }) => blocks?.[0]?.block_id === name)
      if (found?.ts === undefined) return undefined
      await places.remember(name, CARD, { channel: id, ts: found.ts })
      return { channel: id, ts: found.ts }
    } catch (error) {
      if (isLasting(error)) return undefined
      throw error
    }
  }

  return {
    async showReminder(reminder) {
      const message = reminderMessage(reminder, clock.now())
      try {
        return await show(nameOf(reminder), reminder, marked(message, nameOf(reminder)))
      } catch (error) {
        onTrouble(error, 'remind somebody')
        return { heard: isLasting(error) ? 'refused' : 'away' }
      }
    },
    async forgetReminder(reminder) {
      // Without this the place is forgotten by itself in some months.
      await places.forget(nameOf(reminder)).catch((error: unknown) => onTrouble(error, 'forget a reminder'))
    },
    async showUndelivered(administrators, reminder) {
      const message = undeliveredMessage(reminder)
      const told = administrators.map((id) =>
        ask('chat.postMessage', () => client.chat.postMessage({ channel: id, ...message, ...quiet })).catch(
          (error: unknown) => onTrouble(error, 'tell an administrator'),
        ),
      )
      await Promise.all(told)
    },
    async sendCalendar(person, file) {
      await askSlack('send you a file', async () => {
        const { channel } = await client.conversations.open({ users: person })
        await client.files.uploadV2({
          channel_id: channel?.id ?? '',
          filename: 'dremio-tokens.ics',
          title: 'The days on which your Dremio tokens end',
          initial_comment:
            'Open this file to put the days on which your Dremio tokens end into your calendar. It holds no token.',
          file: Buffer.from(file),
        })
      })
    },
  }
}

/** Marks it by the id of its first block, by which it is found again. */
function marked(message: Message, name: string): Message {
  const [first, ...others] = message.blocks ?? []
  return first ? { ...message, blocks: [{ ...first, block_id: name }, ...others] } : message
}

function nameOf({ owner, id }: Pick<Reminder, 'owner' | 'id'>): string {
  return `reminder-${owner}-${id}`
}

function isLasting(error: unknown): boolean {
  if (isBotError(error, 'slack_scope_missing')) return true
  return isBotError(error, 'slack_unavailable') && isLastingReason(error.facts.reason)
}
