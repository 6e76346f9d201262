// A message of which Slack tells late or once more: looked at afresh, where it stands, so that an old story starts nothing.
import type { WebClient } from '@slack/web-api'
import { pasteLeaked, revokeLeaked } from './cards/leaked-form.ts'
import { askSlack } from './client.ts'
import { heardIn, type Overheard } from './overheard.ts'

/** So many after it are looked through for our own offer. */
const MOST_AFTER = 200
const offering: ReadonlySet<string | undefined> = new Set([pasteLeaked.id, revokeLeaked.id])

type Blocks = { elements?: { action_id?: string }[]; accessory?: { action_id?: string } }[]

/**
 * As it stands now; undefined if there is nothing to offer any more: it was deleted, no token is left in it, or the offer
 * was made already. Throws as `askSlack`.
 */
export async function overheardLate(
  client: WebClient,
  channel: string,
  { ts }: Pick<Overheard, 'ts'>,
): Promise<Overheard | undefined> {
  const asked = { channel, oldest: ts, inclusive: true, limit: MOST_AFTER }
  const { messages = [] } = await askSlack('read a message again', () => client.conversations.history(asked))
  const isOffered = messages.some(({ blocks = [] }) =>
    (blocks as Blocks).some(({ elements = [], accessory }) =>
      [...elements, accessory].some((element) => offering.has(element?.action_id)),
    ),
  )
  const found = messages.find((message) => message.ts === ts)
  const heard = found && heardIn(found)
  return heard?.holdsToken && !isOffered ? heard : undefined
}
