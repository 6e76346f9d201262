// Reads a message again of which Slack tells late or once more, so that what is over by now starts nothing.
import type { WebClient } from '@slack/web-api'
import { buttons } from './action-catalog.ts'
import { askSlack } from './client.ts'
import { type DirectMessage, readMessage } from './direct-message.ts'

/** So many messages after it are searched for our own offer. */
const MOST_AFTER = 200
/** Buttons of the offer that a paste is answered with. */
const offering: ReadonlySet<string | undefined> = new Set([buttons.pasteLeakedToken.id, buttons.revokeLeakedToken.id])

type Blocks = { elements?: { action_id?: string }[]; accessory?: { action_id?: string } }[]

/**
 * The message as it is now; undefined if there is nothing to offer any more: it was deleted, holds no token any more, or
 * the offer was made already. Throws as `askSlack`.
 */
export async function readAgain(
  client: WebClient,
  channel: string,
  { ts }: Pick<DirectMessage, 'ts'>,
): Promise<DirectMessage | undefined> {
  const asked = { channel, oldest: ts, inclusive: true, limit: MOST_AFTER }
  const { messages = [] } = await askSlack('read a message again', () => client.conversations.history(asked))
  const isOffered = messages.some(({ blocks = [] }) =>
    (blocks as Blocks).some(({ elements = [], accessory }) =>
      [...elements, accessory].some((element) => offering.has(element?.action_id)),
    ),
  )
  const found = messages.find((message) => message.ts === ts)
  const message = found && readMessage(found)
  return message?.holdsToken && !isOffered ? message : undefined
}
