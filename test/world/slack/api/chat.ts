// chat.*: posting, showing to one person, editing and deleting what the bot said.
import { withIds } from '../block-ids.ts'
import type { Message } from '../conversations.ts'
import { readMessage } from '../limits/messages.ts'
import type { World } from '../world.ts'
import type { Method } from './methods.ts'
import { Refusal, withMessages } from './refusal.ts'

export const postMessage: Method = (world, args) => {
  const channel = destination(world, args.channel)
  const message = world.say({ ...content(world, args), channel, to: undefined })
  return { channel, ts: message.ts, message: messageRecord(world, message) }
}

export const postEphemeral: Method = (world, args) => {
  const channel = String(args.channel ?? '')
  // Unlike chat.postMessage it takes no user id as channel.
  if (!channel.startsWith('D') && !world.channels.has(channel)) throw new Refusal('channel_not_found')
  destination(world, channel)
  const user = String(args.user ?? '')
  if (!world.people.has(user)) throw new Refusal('user_not_found')
  if (!world.isIn(user, channel)) throw new Refusal('user_not_in_channel')
  return { message_ts: world.say({ ...content(world, args), channel, to: user }).ts }
}

export const update: Method = (world, args) => {
  const message = own(world, args, 'cant_update_message')
  Object.assign(message, content(world, args), { edited: true })
  world.overheard('changed', message)
  world.changes.changed()
  return { channel: message.channel, ts: message.ts, text: message.text, message: messageRecord(world, message) }
}

/** Looks at the channel and the words as posting does, and posts nothing: no test waits until it would be due. */
export const scheduleMessage: Method = (world, args) => {
  const channel = destination(world, args.channel)
  content(world, args)
  const due = Number(args.post_at) * 1_000 - Date.now()
  if (!(due > 0)) throw new Refusal('time_in_past')
  if (due > 120 * 24 * 3_600_000) throw new Refusal('time_too_far')
  const id = world.id('Q')
  world.scheduled.set(id, channel)
  return { channel, scheduled_message_id: id, post_at: Number(args.post_at) }
}

export const deleteScheduledMessage: Method = (world, args) => {
  const channel = destination(world, args.channel)
  const id = String(args.scheduled_message_id ?? '')
  if (world.scheduled.get(id) !== channel) throw new Refusal('invalid_scheduled_message_id')
  world.scheduled.delete(id)
  return {}
}

/** Newest first, of a DM with the bot: im:history reaches no further. */
export const history: Method = (world, args) => {
  const channel = String(args.channel ?? '')
  if (!world.dmPartner(channel)) throw new Refusal('channel_not_found')
  const oldest = Number(args.oldest ?? 0)
  const found = world.conversations
    .in(channel)
    .filter(({ ts }) => Number(ts) > oldest || (isTrue(args.inclusive) && Number(ts) === oldest))
  const limit = Number(args.limit ?? 100)
  return {
    messages: found
      .toReversed()
      .slice(0, limit)
      .map((message) => messageRecord(world, message)),
    has_more: found.length > limit,
  }
}

const isTrue = (value: unknown) => value === true || value === 'true'

export const remove: Method = (world, args) => {
  const message = own(world, args, 'cant_delete_message')
  world.conversations.remove(message)
  world.changes.changed()
  return { channel: message.channel, ts: message.ts }
}

function content(world: World, args: Record<string, unknown>) {
  const read = readMessage(args, world.warn)
  if ('refused' in read) throw withMessages(read.refused.error, read.refused.messages)
  return { text: read.content.text, blocks: withIds(read.content.blocks) }
}

/** The channel that the bot may write to: a DM, by its id or the person's, or a channel that it is in. */
function destination(world: World, given: unknown): string {
  const id = String(given ?? '')
  const person = world.people.get(id) ?? world.dmPartner(id)
  if (person) {
    if (person.deleted && id === person.id) throw new Refusal('channel_not_found')
    if (world.messagesTabDisabled) throw new Refusal('messages_tab_disabled')
    refuse(world, person.id)
    return world.dmOf(person.id)
  }
  const channel = world.channels.get(id)
  // A private channel that the bot is not in does not exist for it.
  if (!channel || (channel.isPrivate && !channel.botIsMember)) throw new Refusal('channel_not_found')
  if (!channel.botIsMember) throw new Refusal('not_in_channel')
  refuse(world, id)
  return id
}

function refuse({ refusals }: World, id: string): void {
  const error = refusals.get(id)
  if (error !== undefined) throw new Refusal(error)
}

/** A message of the bot's own; an ephemeral one is never found ("not an actual message written to the database"). */
function own(world: World, args: Record<string, unknown>, otherwise: string): Message {
  const channel = String(args.channel ?? '')
  // Only the id of the conversation will do here, never a user's.
  if (!world.dmPartner(channel) && !world.channels.has(channel)) throw new Refusal('channel_not_found')
  const message = world.conversations.find(channel, String(args.ts ?? ''))
  if (!message) throw new Refusal('message_not_found')
  if (message.user !== world.bot.userId) throw new Refusal(otherwise)
  return message
}

/** The message as answers, events and interaction payloads have it. */
export function messageRecord(world: World, message: Message): Record<string, unknown> {
  const bot = message.user === world.bot.userId
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: world.team.id,
    ...(bot && { bot_id: world.bot.botId, app_id: world.bot.appId }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.edited && { edited: { user: message.user, ts: message.ts } }),
    ...(message.files.length > 0 && { files: message.files.map(({ id, name, title }) => ({ id, name, title })) }),
    ...message.more,
  }
}
