// Tells in words what another policy file has changed about a request.
import { denialOf } from '../../../core/policy/evaluate.ts'
import type { Request } from '../../../core/requests/request.ts'
import type { Words } from '../../../words/words.ts'
import { decision, escapedDenial, neededFrom, progress, stillAsked, stillAskedText } from '../approval-text.ts'
import { labelText, moment } from '../block-kit.ts'

/** One line for the cards; empty once something else has happened to the request. */
export function policyChangeLine(
  { requestNotices: { change } }: Words,
  { policyChange, state, lifetime }: Request,
): string {
  if (!policyChange) return ''
  const { byFile, at, kind, lifetime: before } = policyChange
  const since = { byFile, when: moment(at) }
  switch (kind) {
    case 'shortened':
      return state === 'pending' || state === 'approved' ? change.shortened({ ...since, lifetime, before }) : ''
    case 'reviewers':
      return state === 'pending' ? change.reviewers(since) : ''
    case 'review':
      return state === 'pending' ? change.review(since) : ''
    case 'approved':
      return state === 'approved' ? change.approved(since) : ''
    case 'denied':
      return state === 'denied' ? change.denied(since) : ''
  }
}

/** The notice to the requester; undefined where they have nothing to do and to know beyond their card. */
export function policyChangeNotice(words: Words, request: Request): string | undefined {
  const { policyChange, lifetime, state, review } = request
  if (!policyChange) return undefined
  const { changed } = words.requestNotices
  const { byFile, lifetime: before } = policyChange
  const label = labelText(request.label)
  const denial = denialOf(review)
  switch (policyChange.kind) {
    case 'shortened':
      return changed.shortened({
        byFile,
        label,
        lifetime,
        before,
        state: state === 'approved' || state === 'pending' ? state : 'over',
      })
    case 'review':
      return changed.review({ byFile, label, who: state === 'pending' ? whoIsAsked(words, request) : undefined })
    case 'approved':
      return changed.approved({ byFile, label, decision: decision(words, request) })
    case 'denied':
      return changed.denied({
        byFile,
        label,
        denial: denial && escapedDenial(denial),
      })
    default:
      return undefined
  }
}

/** One or two sentences. */
export function whoIsAsked(words: Words, request: Request): string {
  if (request.approvals.length === 0) return words.reviews.willReview(neededFrom(stillAsked(request), request))
  return `${progress(words, request)} ${words.reviews.waitingFor({ people: stillAskedText(request) })}`
}
