// The messages about a delegation: to the delegate when it begins or ends, and to the approver.
import type { Delegation } from '../../../core/requests/delegation.ts'
import type { DelegationResult } from '../../../operations/reviews/delegate-reviews.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, hint, mention, moment, section } from '../block-kit.ts'

/** For the delegate. */
export function delegationMessage(
  { delegation }: Words,
  { approver, until: end }: Delegation,
  is: 'given' | 'ended',
): Message {
  if (is === 'ended') {
    const text = delegation.taken({ approver: mention(approver) })
    return { text, blocks: [section(text), hint(delegation.takenHint)] }
  }
  const text = delegation.given({ approver: mention(approver), until: moment(end) })
  return { text, blocks: [section(text), hint(delegation.givenHint)] }
}

/** For the approver; `shown` is how many waiting requests the delegate was shown just now. */
export function delegatedMessage(words: Words, { delegation, shown, told }: DelegationResult): Message {
  const { started, startedHint } = words.delegation
  const { delegate, until } = delegation
  const known = { knowsAlready: told === 'edited', isUntold: told === 'lost' }
  const text = started({ delegate: mention(delegate), until: moment(until), shown, ...known })
  const end = button(words, buttons.endDelegation, delegation.approver)
  return { text, blocks: [section(text), hint(startedHint), actions(end)] }
}

export function delegationEndedMessage({ delegation }: Words, { delegate }: Delegation): Message {
  const text = delegation.ended({ delegate: mention(delegate) })
  return { text, blocks: [section(text)] }
}
