// What a requester is told, beside their card, when time has moved their request: others were asked too, or it lapsed.
import type { Request } from '../../core/request.ts'
import type { Message } from '../surface.ts'
import { allOf } from './approvals.ts'
import { noToken, requestAgain, whyLapsed } from './request-card.ts'
import { actions, button, moment, named, section } from './text.ts'

/** `askedToo` are those who were asked as well. */
export function stepMessage(request: Request, step: 'escalated' | 'lapsed', askedToo: string[]): Message {
  const { id, label, lapsesAt, review } = request
  if (step === 'escalated') {
    const text = `Your request ${named(label)} is not decided yet, so I asked ${allOf(askedToo)} too.`
    const lapses = lapsesAt === undefined ? '' : ` It lapses ${moment(lapsesAt)}, unless it is decided before.`
    return { text, blocks: [section(text + lapses)] }
  }
  const why = review ? 'it was approved, but not collected in time' : 'it was not decided in time'
  return {
    text: `Your request ${named(label)} has lapsed: ${why}.`,
    blocks: [
      section(`Your request ${named(label)} has lapsed. ${whyLapsed(request)}${noToken(request)}`),
      actions(button(requestAgain, 'Request again', id)),
    ],
  }
}
