// The messages about a delegation: to the delegate when it begins or ends, and to the approver.
import type { Delegation } from '../../../core/requests/delegation.ts'
import { counted } from '../../../core/time/duration.ts'
import type { DelegationResult } from '../../../operations/reviews/delegate-reviews.ts'
import type { Message } from '../../interaction.ts'
import { hint, mention, moment, relativeTime, section } from '../block-kit.ts'

/** For the delegate. */
export function delegationMessage({ approver, until: end }: Delegation, is: 'given' | 'ended', now: number): Message {
  if (is === 'ended') {
    const text = `You no longer decide in the place of ${mention(approver)}.`
    return {
      text,
      blocks: [section(text), hint('Review cards that you have only in their place no longer work for you.')],
    }
  }
  const text = `You decide in the place of ${mention(approver)} from now on.`
  return {
    text,
    blocks: [
      section(`${text} It ends ${relativeTime(now, end)}, or when they end it.`),
      hint(
        'What waits for them comes to you as a card; `/dremio-pat requests` lists it. You cannot pass it on: whoever decides in your place does not decide in theirs.',
      ),
    ],
  }
}

/** For the approver; `shown` is how many waiting requests the delegate was shown just now. */
export function delegatedMessage(
  { delegation: { delegate, until: end }, shown, told }: DelegationResult,
  now: number,
): Message {
  const text = `${mention(delegate)} decides in your place from now on.`
  const waiting =
    shown === 0 ? '' : ` I have shown them ${counted(shown, 'request')} that ${shown === 1 ? 'waits' : 'wait'} for you.`
  const already = told === 'edited' ? ' They already have a message about it.' : ''
  return {
    text,
    blocks: [
      section(`${text} It ends ${relativeTime(now, end)}.${waiting}${already}`),
      hint('You can still decide as well. `/dremio-pat delegate off` ends it at once.'),
    ],
  }
}

export function delegationEndedMessage({ delegate }: Delegation): Message {
  const text = `${mention(delegate)} no longer decides in your place.`
  return { text, blocks: [section(text)] }
}

/** The present delegation, for the form. */
export function delegationText({ delegate, until: end }: Delegation): string {
  return `${mention(delegate)} decides in your place until ${moment(end)}.`
}
