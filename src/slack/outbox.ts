// Posts each message once, edits it afterwards, and finds it again where a crash left nobody knowing whether it was posted.
import type { WebClient } from '@slack/web-api'
import { isBotError } from '../core/errors.ts'
import {
  isSameKey,
  type MessageKey,
  type MessageLocation,
  type MessageLocations,
  type StoredMessage,
} from '../core/message-locations.ts'
import type { Clock } from '../core/ports.ts'
import { isLastingReason } from './client.ts'
import type { Message } from './interaction.ts'

/** How a call to Slack is made: throws `slack_unavailable` or `slack_scope_missing`. `method` is Slack's name of it. */
export type CallSlack = <T>(method: string, call: () => Promise<T>) => Promise<T>

export interface Outbox {
  /**
   * Posts the message, or edits the one that stands. With `onlyIfPosted` nothing is posted. `busy` while another process
   * posts it; undefined where nothing stands. Throws `slack_unavailable`, `slack_scope_missing` and `redis_unavailable`, as
   * all methods do.
   */
  publish(subject: string, key: MessageKey, message: Message, options?: PublishOptions): Promise<Published>
  /** Posts the message unless it stands, and edits nothing. False while another process posts it. */
  postOnce(subject: string, key: MessageKey, message: Message): Promise<boolean>
  /** A message that its reader has deleted is no failure. */
  edit(location: MessageLocation, message: Message): Promise<void>
  /** The messages about one subject that were posted, or whose posting began. */
  messagesAbout(subject: string): Promise<StoredMessage[]>
  /** Deletes a message that a newer one replaces, for good. One that is gone already is no failure. */
  remove(subject: string, message: StoredMessage): Promise<void>
  /** A message that Slack refuses for good is not posted later. */
  giveUp(subject: string, key: MessageKey): Promise<void>
  /** As `remove`, for a message whose location is kept elsewhere. */
  removeAt(location: MessageLocation): Promise<void>
  forget(subject: string): Promise<void>
}

export interface PublishOptions {
  onlyIfPosted?: boolean
  /** Another process may have posted the message and forgotten its location since: it is looked for before it is posted. */
  mayBePosted?: boolean
}

export type Published = MessageLocation | 'busy' | undefined

export interface OutboxWorld {
  client: WebClient
  callSlack: CallSlack
  /** How messages are looked for: told to wait, this must not hold up the messages of others. */
  search: { client: WebClient; callSlack: CallSlack }
  locations: MessageLocations
  clock: Clock
}

export const withoutPreviews = { unfurl_links: false, unfurl_media: false } as const

/** The newest so many messages of a conversation: a process that crashed after posting did so minutes ago. */
const MOST_SEARCHED = 50

export function createOutbox({ client, callSlack, search, locations, clock }: OutboxWorld): Outbox {
  async function post(subject: string, key: MessageKey, message: Message): Promise<MessageLocation | undefined> {
    const marked = withMarker(message, markerOf(subject, key))
    const { channel, ts } = await callSlack('chat.postMessage', () =>
      client.chat.postMessage({ channel: key.reader, ...marked, ...withoutPreviews }),
    )
    if (!channel || !ts) return undefined
    await locations.store(subject, key, { channel, ts })
    return { channel, ts }
  }

  /** Undefined where it was not posted, or its conversation may not be read: two messages are better than none. */
  async function find(subject: string, key: MessageKey): Promise<MessageLocation | undefined> {
    // The bot may read its direct messages with people, and no channels.
    if (!isPerson(key.reader)) return undefined
    try {
      const { channel } = await search.callSlack('conversations.open', () =>
        search.client.conversations.open({ users: key.reader }),
      )
      const id = channel?.id
      if (id === undefined) return undefined
      const { messages = [] } = await search.callSlack('conversations.history', () =>
        search.client.conversations.history({ channel: id, limit: MOST_SEARCHED }),
      )
      const found = messages.find(({ blocks }) => blocks?.[0]?.block_id === markerOf(subject, key))
      if (found?.ts === undefined) return undefined
      await locations.store(subject, key, { channel: id, ts: found.ts })
      return { channel: id, ts: found.ts }
    } catch (error) {
      if (isLasting(error)) return undefined
      throw error
    }
  }

  async function edit(location: MessageLocation, message: Message): Promise<void> {
    await unlessGone(
      callSlack('chat.update', () => client.chat.update({ ...location, ...message, ...withoutPreviews })),
    )
  }

  async function removeAt(location: MessageLocation): Promise<void> {
    await unlessGone(callSlack('chat.delete', () => client.chat.delete(location)))
  }

  async function storedAs(subject: string, key: MessageKey): Promise<StoredMessage | undefined> {
    const stored = (await locations.of(subject)).filter((one) => isSameKey(one.key, key))
    // An earlier version may have stored the same message under another name.
    return stored.find(({ location, isRemoved }) => location || isRemoved) ?? stored[0]
  }

  /** `standing`: it stands already, as it was posted then. */
  async function postOrFind(
    subject: string,
    key: MessageKey,
    message: Message,
    mayBePosted = false,
  ): Promise<{ location: Published; standing: boolean }> {
    const reservation = await locations.reserve(subject, key, clock.now())
    if (reservation === 'taken') {
      // It may have been posted since its location was read.
      const location = (await storedAs(subject, key))?.location
      return location ? { location, standing: true } : { location: 'busy', standing: false }
    }
    const found = reservation === 'interrupted' || mayBePosted ? await find(subject, key) : undefined
    if (found) return { location: found, standing: true }
    return { location: await post(subject, key, message), standing: false }
  }

  return {
    async publish(subject, key, message, { onlyIfPosted = false, mayBePosted = false } = {}) {
      const stored = await storedAs(subject, key)
      if (stored?.location) {
        await edit(stored.location, message)
        return stored.location
      }
      if (stored?.isRemoved) return undefined
      if (onlyIfPosted) {
        const found = stored || mayBePosted ? await find(subject, key) : undefined
        if (found) await edit(found, message)
        return found
      }
      const { location, standing } = await postOrFind(subject, key, message, mayBePosted)
      if (standing && location && location !== 'busy') await edit(location, message)
      return location
    },
    async postOnce(subject, key, message) {
      const stored = await storedAs(subject, key)
      if (stored?.location || stored?.isRemoved) return true
      const { location } = await postOrFind(subject, key, message)
      return location !== 'busy'
    },
    edit,
    removeAt,
    giveUp: (subject, key) => locations.storeRemoved(subject, key),
    async remove(subject, { key, location }) {
      if (!location) return
      await removeAt(location)
      await locations.storeRemoved(subject, key)
    },
    messagesAbout: (subject) => locations.of(subject),
    forget: (subject) => locations.forget(subject),
  }
}

/** Slack answered, and would answer the same tomorrow: the person, the message, the channel or our scope is gone. */
export function isLasting(error: unknown): boolean {
  if (isBotError(error, 'slack_scope_missing')) return true
  return isBotError(error, 'slack_unavailable') && isLastingReason(error.facts.reason)
}

/** A message that its reader or a newer one has removed needs nothing any more. */
async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!isBotError(error, 'slack_unavailable') || error.facts.reason !== 'message_not_found') throw error
  }
}

function isPerson(reader: string): boolean {
  return /^[UW]/.test(reader)
}

/** The first block carries it, by which the message is found again. https://docs.slack.dev/reference/block-kit/blocks: at most 255 characters */
function markerOf(subject: string, { reader, kind, attempt, at }: MessageKey): string {
  return [subject, kind, reader, attempt, at].join('|')
}

function withMarker(message: Message, marker: string): Message {
  const [first, ...others] = message.blocks ?? []
  return first ? { ...message, blocks: [{ ...first, block_id: marker }, ...others] } : message
}
