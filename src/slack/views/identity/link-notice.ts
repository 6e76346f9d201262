// What people hear of a link that a bot admin made or asked for: who asked, who is linked, whose address it is.
import type { LinkNoticeReader } from '../../../core/messenger.ts'
import type { LinkConfirmation } from '../../../core/people/link-confirmation.ts'
import type { Words } from '../../../words/words.ts'
import type { Message } from '../../interaction.ts'
import { inlineText, mention, moment, section } from '../block-kit.ts'
import { userText } from './link-card.ts'

export function linkNotice(words: Words, confirmation: LinkConfirmation, as: LinkNoticeReader): Message {
  const text = as === 'asker' ? forAsker(words, confirmation) : forConcerned(words, confirmation, as)
  return { text, blocks: [section(text)] }
}

function forAsker({ links }: Words, confirmation: LinkConfirmation): string {
  const { state, decidedBy = '' } = confirmation
  const link = { person: mention(confirmation.person), user: userText(confirmation) }
  switch (state) {
    case 'confirmed':
    case 'declined':
      return links[state]({ ...link, decidedBy: mention(decidedBy) })
    case 'failed':
    case 'withdrawn':
      return links[state](link)
    default:
      return links.lapsed(link)
  }
}

function forConcerned(
  { links }: Words,
  confirmation: LinkConfirmation,
  as: Exclude<LinkNoticeReader, 'asker'>,
): string {
  const { person, email, decidedBy } = confirmation
  const facts = {
    by: mention(confirmation.by),
    user: userText(confirmation),
    decidedBy: decidedBy === undefined ? undefined : mention(decidedBy),
  }
  return as === 'subject'
    ? links.youWereLinked({ ...facts, hasEmail: email !== undefined })
    : links.yourAddressWasLinked({ ...facts, person: mention(person) })
}

/** The answer to the bot admin who asked. */
export function linkAskedMessage(
  { links }: Words,
  { asked, person, email, lapsesAt }: LinkConfirmation,
  unasked: readonly string[] = [],
): Message {
  const text = links.needsConfirmation({ person: mention(person), hasEmail: email !== undefined })
  const reached = asked.filter((id) => !unasked.includes(id))
  const lines = [
    text,
    ...(reached.length > 0 ? [links.asked({ admins: reached.map(mention), when: moment(lapsesAt) })] : []),
    ...(unasked.length > 0
      ? [links.unasked({ admins: unasked.map(mention), isNobodyLeft: reached.length === 0 })]
      : []),
  ]
  return { text, blocks: [section(lines.join('\n'))] }
}

/** The same, where the link is made. `confirmation` is set if there is nobody else to confirm it. */
export function linkedMessage(
  { links }: Words,
  person: string,
  uid: string,
  confirmation: LinkConfirmation | undefined,
): Message {
  const text = links.linked({ person: mention(person), user: `\`${inlineText(uid)}\`` })
  if (confirmation === undefined) return { text }
  const told = links.told({ person: mention(person), hasEmail: confirmation.email !== undefined })
  return { text: `${text} ${told}`, blocks: [section(`${text}\n${told}`)] }
}
