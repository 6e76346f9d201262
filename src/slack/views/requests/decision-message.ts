// Tells a requester how their request was decided, in a message of its own, because an edited card notifies nobody.
import type { KnownBlock } from '@slack/types'
import type { Request } from '../../../core/requests/request.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, labelText, mention, moment, quotation, section } from '../block-kit.ts'

/** Undefined for a request that is not decided, or not by a person. `isOver`: there is nothing left to press. */
export function decisionMessage(words: Words, request: Request, { isOver = false } = {}): Message | undefined {
  const { id, label, review, approvals, lifetime, asked, lapsesAt } = request
  if (!review || review.by === null) return undefined
  const { decisionMessages: decisions } = words
  if (review.verdict === 'denied') {
    const text = decisions.denied({ label: labelText(label), by: [mention(review.by)] })
    const again = blocksIf(!isOver, actions(button(words, buttons.requestAgain, id)))
    return { text, blocks: [section(text), ...comment(words, review), ...again] }
  }
  const by = approvals.length === 0 ? [review.by] : approvals.map((approval) => approval.by)
  const text = decisions.approved({
    label: labelText(label),
    by: by.map(mention),
    lifetime,
    ...(lifetime < asked && { asked }),
  })
  return {
    text,
    blocks: [
      section(text),
      ...approvals.flatMap((approval) => comment(words, approval)),
      ...(isOver || lapsesAt === undefined
        ? []
        : [
            section(decisions.getItBy({ when: moment(lapsesAt) })),
            actions(button(words, buttons.showListedToken, id, 'primary')),
          ]),
    ],
  }
}

/** For an approved request that nobody collects. `isOver` as above. */
export function claimReminder(words: Words, request: Request, { isOver = false } = {}): Message {
  const { decisionMessages: decisions } = words
  const { id, lapsesAt = 0 } = request
  const label = labelText(request.label)
  if (isOver) {
    const text = decisions.wasToGet({ label })
    return { text, blocks: [section(text)] }
  }
  const text = decisions.stillToGet({ label, when: moment(lapsesAt) })
  return { text, blocks: [section(text), actions(button(words, buttons.showListedToken, id, 'primary'))] }
}

function comment(
  { decisionMessages: decisions }: Words,
  { by, comment }: { by: string | null; comment?: string | undefined },
): KnownBlock[] {
  return by !== null && comment ? [quotation(decisions.comment({ by: mention(by) }), comment)] : []
}
