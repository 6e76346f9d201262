// Reads a message again whose event arrived late or twice, so that an outdated event has no effect.
import type { WebClient } from '@slack/web-api'
import { buttons } from './action-catalog.ts'
import { askSlack } from './client.ts'
import { type DirectMessage, readMessage } from './direct-message.ts'

/** Up to this many later messages are searched for the bot's own offer. */
const MOST_AFTER = 200
/** The buttons of the offer that answers a pasted token. */
const offering: ReadonlySet<string | undefined> = new Set([buttons.pasteLeakedToken.id, buttons.revokeLeakedToken.id])

type Blocks = { elements?: { action_id?: string }[]; accessory?: { action_id?: string } }[]

/**
 * The message as it is now; undefined if there is nothing to offer any more: it was deleted, contains no token any
 * more, or was answered with the offer already. Throws as `askSlack`.
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
