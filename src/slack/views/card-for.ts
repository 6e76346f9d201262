// Draws one reader's card of a request: the requester's own, or a reviewer's.
import type { RequestContext, SignedInAs } from '../../core/messenger.ts'
import type { Request } from '../../core/requests/request.ts'
import { requestSchedule } from '../../core/requests/request-schedule.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import type { Words } from '../../words/words.ts'
import type { Message } from '../interaction.ts'
import { requestCard } from './requests/request-card.ts'
import { askedInTheEnd } from './reviewer-role-text.ts'
import { reviewCard } from './reviews/review-card.ts'

export function cardFor(
  words: Words,
  request: Request,
  reader: string,
  context: RequestContext,
  signIn: SignInOffer | SignedInAs | undefined,
): Message {
  const { fallback, policy, background } = context
  if (reader === request.requester) {
    return requestCard(words, request, { signIn, ...context, askedToo: askedInTheEnd(request, fallback) })
  }
  return reviewCard(words, request, {
    reader,
    steps: requestSchedule(request, policy, { hasFallback: fallback.length > 0 }),
    fallback,
    maybeEarlier: policy.request.skipAway !== undefined,
    background: request.state === 'pending' ? background : undefined,
  })
}
