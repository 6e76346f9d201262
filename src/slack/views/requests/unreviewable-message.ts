// Tells the requester and the bot admins that nobody can review a request, and what to do about it.
import type { Unreviewable } from '../../../core/messenger.ts'
import type { Words } from '../../../words/words.ts'
import type { Message } from '../../interaction.ts'
import { inlineText, labelText, mention, section } from '../block-kit.ts'

export function unreviewableMessage({ unreviewable }: Words, reader: string, about: Unreviewable): Message {
  const { requester, unreachable, missingGroups, isOpen, administrators } = about
  const facts = { label: labelText(about.label), rule: inlineText(about.rule) }
  if (reader === requester) {
    const text = unreviewable.yours({ ...facts, admins: administrators.map(mention) })
    return { text, blocks: [section(text)] }
  }
  const text = unreviewable[isOpen ? 'open' : 'refused']({ ...facts, requester: mention(requester) })
  const why = [
    ...(unreachable.length > 0 ? [unreviewable.unreachable({ people: unreachable.map(mention) })] : []),
    ...(missingGroups.length > 0 ? [unreviewable.missingGroups({ groups: missingGroups })] : []),
  ]
  const next = isOpen ? unreviewable.nameOthersForIt : unreviewable.nameOthers
  return { text, blocks: [section([text, ...why, next].join('\n'))] }
}
