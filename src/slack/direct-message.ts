// Reads messages that people write to the bot: the author and the ids of tokens in them, without the text.
import { type TokensFound, tokensIn } from './message-texts.ts'

export interface DirectMessage extends TokensFound {
  /** Slack id. */
  user: string
  /** Its timestamp, which is its id in the conversation. */
  ts: string
}

/** The part of an event that a person wrote. */
interface Written {
  ts?: string
  user?: string
  bot_id?: string
  text?: unknown
  blocks?: unknown
  attachments?: unknown
  files?: unknown
  comment?: unknown
}
interface MessageEvent extends Written {
  channel_type?: string
  subtype?: string
  message?: Written
  previous_message?: Written
}

/** Kinds of message that a person writes: https://docs.slack.dev/reference/events/message, read 2026-11. */
const writtenByPeople = [undefined, 'file_share', 'file_comment', 'me_message', 'thread_broadcast']
/** Undefined for a message that no person wrote, such as the bot's own cards, and for an edit that added no token. */
export function readMessageEvent(event: object): DirectMessage | undefined {
  const { channel_type, subtype, message, previous_message, ...written } = event as MessageEvent
  if (channel_type !== 'im') return undefined
  if (subtype === 'message_changed') {
    const after = message && readMessage(message)
    if (!after?.holdsToken) return undefined
    // Slack also edits messages itself, to show a preview of a link.
    const before = previous_message && readMessage({ ...previous_message, user: after.user })
    return before?.holdsToken && before.tids.join() === after.tids.join() ? undefined : after
  }
  return writtenByPeople.includes(subtype) ? readMessage(written) : undefined
}

/** Reads one message from an event or from the history. */
export function readMessage({
  ts = '',
  user,
  bot_id,
  text,
  blocks,
  attachments,
  files,
  comment,
}: Written): DirectMessage | undefined {
  if (user === undefined || bot_id !== undefined) return undefined
  return { user, ts, ...tokensIn({ text, blocks, attachments, files, comment }) }
}
