// `delegate [@person] [until …]` and `delegate off`: sets who decides in an approver's place, and until when.
import { BotError } from '../../core/errors.ts'
import { bare, joined, unquoted, withoutCourtesy } from '../../core/typed-words.ts'
import { personIn, type Word } from '../command-text.ts'
import { openDelegateForm } from '../handlers/reviews/delegate.ts'
import type { Subcommand } from '../interaction.ts'
import { delegatedMessage, delegationEndedMessage } from '../views/reviews/delegation-message.ts'

/** An optional word before the time: `until friday`, `for the next 7 days`, `friday`. */
const PREPOSITION = /^(?:until|till|til|through|for|to|on)(?!\S)\s*(?:the next\s+)?/i

export const delegate: Subcommand = {
  word: 'delegate',
  offeredTo: ({ operations, actor }) => operations.mayDelegate(actor),
  async run(interaction, given) {
    const { operations, actor, answer, help, words } = interaction
    const typed = withoutCourtesy(given)
    const text = unquoted(typed) ?? joined(typed)
    if (text === '') return openDelegateForm(interaction)
    if (/^off$/i.test(text)) return answer(delegationEndedMessage(words, await operations.endDelegation(actor)))
    if (PREPOSITION.test(text) && !typed.some(personIn)) {
      await operations.admit(actor)
      return answer(await help('delegate'))
    }
    await answer(delegatedMessage(words, await operations.delegateReviews(actor, readDelegation(typed))))
  },
}

/** The person may come first or last: `@dan until friday`, `to @dan for 3 days`, `until friday to @dan`. */
function readDelegation(words: Word[]): { delegate: string; until?: string } {
  const at = words.findIndex((word) => personIn(word) !== undefined)
  const delegate = words[at] && personIn(words[at])
  if (delegate === undefined) throw new BotError('no_such_person', { words: words[0]?.text ?? '' })
  const before = words.slice(0, at)
  if (bare(before.at(-1)?.text ?? '').toLowerCase() === 'to') before.pop()
  const rest = [...before, ...words.slice(at + 1)]
  return { delegate, ...(rest.length > 0 && { until: (unquoted(rest) ?? joined(rest)).replace(PREPOSITION, '') }) }
}
