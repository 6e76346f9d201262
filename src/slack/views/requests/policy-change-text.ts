// Tells in words what another policy file has changed about a request.
import type { Request } from '../../../core/requests/request.ts'
import { durationText } from '../../../core/time/duration.ts'
import { decision, progress, stillAsked, whoDecides } from '../approval-text.ts'
import { anyOf, labelText, moment } from '../block-kit.ts'

export function whatChanged({ byFile }: Pick<NonNullable<Request['policyChange']>, 'byFile'>): string {
  return byFile ? 'The rules changed' : 'Something that the rules look at has changed'
}

/** One line for the cards; empty once something else has happened to the request. */
export function policyChangeLine({ policyChange, state, lifetime }: Request): string {
  if (!policyChange) return ''
  const since = `${policyChange.byFile ? 'The rules' : 'Something that the rules look at'} changed ${moment(policyChange.at)}:`
  switch (policyChange.kind) {
    case 'shortened':
      return state === 'pending' || state === 'approved'
        ? `${since} it can be ${durationText(lifetime)} at most, not ${durationText(policyChange.lifetime)}.`
        : ''
    case 'reviewers':
      return state === 'pending' ? `${since} it needs other approvals now.` : ''
    case 'review':
      return state === 'pending' ? `${since} it was approved, and needs a review again.` : ''
    case 'approved':
      return state === 'approved' ? `${since} it needs no more approvals.` : ''
    case 'denied':
      return state === 'denied' ? `${since} it is not allowed any more.` : ''
  }
}

/** The notice to the requester; undefined where they have nothing to do and to know beyond their card. */
export function policyChangeNotice(request: Request): string | undefined {
  const { policyChange, label, lifetime, state } = request
  const name = labelText(label)
  const changed = policyChange && whatChanged(policyChange)
  switch (policyChange?.kind) {
    case 'shortened':
      return `${changed}: your request ${name} can be for ${durationText(lifetime)} at most, not for ${durationText(policyChange.lifetime)}.${state === 'approved' ? ' It stays approved.' : ' It waits for a review still.'}`
    case 'review':
      return `${changed}: your request ${name} was approved, and needs a review again. ${whoIsAsked(request)}`
    case 'approved':
      return `${changed}, and your request ${name} is approved now. ${decision(request)}`
    case 'denied':
      return `${changed}, and your request ${name} is denied now. ${request.review?.comment ?? ''}`.trim()
    default:
      return undefined
  }
}

function whoIsAsked(request: Request): string {
  const left = stillAsked(request)
  return request.approvals.length === 0
    ? `${whoDecides(left, request, { one: 'will review it', several: 'have to approve it' })}.`
    : `${progress(request)} ${anyOf(left)} can give it.`
}
