// The sentences on reviewers and approvals that several cards and forms share.
import type { KnownBlock } from '@slack/types'
import { NO_RULE } from '../../core/policy/evaluate.ts'
import type { Approval, Request } from '../../core/requests/request.ts'
import { approvalOf, missing, type ReviewerRole, type Reviewers, undecided } from '../../core/requests/review.ts'
import { durationText } from '../../core/time/duration.ts'
import { anyOf, inlineText, mention, quotation, section } from './block-kit.ts'

/** The reviewers of a request, with their roles. */
function reviewersOn({ approvers, approvals, reviewerRoles }: Request): Reviewers {
  const reviewers = new Map<string, ReviewerRole>()
  // An approver without a role has lost it, for example a delegate whose delegation has ended. If no approver has a
  // role, all of them count under their own name.
  const unknown = Object.keys(reviewerRoles).length === 0
  for (const id of [...approvers, ...approvals.map(({ by }) => by)]) {
    const role = reviewerRoles[id] ?? (unknown ? { entries: [`user:${id}`] } : undefined)
    if (role) reviewers.set(id, role)
  }
  return reviewers
}

/** How many approvals are missing; at least one while the request is undecided. */
export function missingOn(request: Request): number {
  return Math.max(1, missing(request, reviewersOn(request)))
}

/** The approval of this reader, or of a person whose approval counts as theirs. */
export function approvalBy(reader: string, request: Request): Approval | undefined {
  return approvalOf(request, reviewersOn(request), reader)
}

/** False for people who were asked in another person's place and are not any more. */
export function isAsked(reader: string, request: Request): boolean {
  return reviewersOn(request).has(reader)
}

/** Slack ids of the people who can still approve. */
export function stillAsked(request: Request): string[] {
  return undecided(request, reviewersOn(request))
}

/**
 * For example `@Bea or @Carl will review it`, `2 of @Bea, @Carl or @Dan have to approve it, each from another group`.
 */
export function whoDecides(
  ids: string[],
  { quorum, differentGroups }: Pick<Request, 'quorum' | 'differentGroups'>,
  does: { one: string; several: string },
): string {
  if (quorum === 1) return `${anyOf(ids)} ${does.one}`
  return `${soManyOf(ids, quorum)} ${does.several}${differentGroups ? ', each from another group' : ''}`
}

/**
 * Shown if the Slack scope is missing: it is unknown then whether the person has a manager, so the rule's fallback is
 * asked.
 */
export const managerUnreadable =
  'I can’t see who your manager is: this app wasn’t given that permission in Slack (`users.profile:read`).'

/** For example `2 of @Bea, @Carl or @Dan`, or `@Bea and @Carl` if all of them are needed. */
export function soManyOf(ids: string[], quorum: number): string {
  if (quorum === 1) return anyOf(ids)
  return ids.length === quorum ? allOf(ids) : `${quorum} of ${anyOf(ids)}`
}

/**
 * For example `1 of 2 approvals so far: @Bea (for 7 days). One more is needed.`; empty before the only approval that is
 * needed.
 */
export function progress(request: Request): string {
  const { quorum, approvals, differentGroups } = request
  if (approvals.length === 0) {
    return quorum === 1 ? '' : `${quorum} approvals are needed${differentGroups ? ', each from another group' : ''}.`
  }
  const lacking = missingOn(request)
  const counted = quorum - lacking
  const so =
    counted === approvals.length
      ? `${counted} of ${quorum} approvals so far: ${approvedBy(request)}.`
      : `Approved by ${approvedBy(request)}, who count for ${counted} of ${quorum}.`
  return `${so} ${lacking === 1 ? 'One more is' : `${lacking} more are`} needed${differentGroups ? ', from another group' : ''}.`
}

/**
 * For example `@Bea (for 7 days) and @Dan in place of @Carl`: a shortened lifetime follows the person who shortened it.
 */
export function approvedBy({ approvals, asked }: Pick<Request, 'approvals' | 'asked'>, most = 10): string {
  const names = approvals.slice(0, most).map((approval, index) => {
    const before = approvals[index - 1]?.lifetime ?? asked
    const granted = approval.lifetime ?? before
    return `${approverText(approval)}${granted < before ? ` (for ${durationText(granted)})` : ''}`
  })
  if (approvals.length > most) names.push(`${approvals.length - most} more`)
  return joinWords(names)
}

function approverText({ by, inPlaceOf }: Approval): string {
  return inPlaceOf === undefined ? mention(by) : `${mention(by)} in place of ${mention(inPlaceOf)}`
}

/**
 * For example `Approved by @Bea and @Carl.`, `Denied by @Carl. @Bea had approved.`; empty without a review or an
 * approval.
 */
export function decision(request: Request): string {
  const { review, approvals } = request
  const rule = review?.rule ?? request.rule
  const approvers = approvedBy({ ...request, approvals: approvals.map(({ lifetime: _, ...approval }) => approval) })
  if (review?.verdict === 'approved') {
    if (approvers !== '') return `Approved by ${approvers}.`
    return `Approved by ${review.by === null ? ruleText(rule) : mention(review.by)}.`
  }
  const denied = review ? [`Denied by ${review.by === null ? ruleText(rule) : mention(review.by)}.`] : []
  return [...denied, ...(approvers === '' ? [] : [`${approvers} had approved.`])].join(' ')
}

/** The rule by its name; the policy as a whole where none of its rules decided. */
function ruleText(rule: string): string {
  return rule === NO_RULE ? 'today’s rules' : `the rule “${inlineText(rule)}”`
}

/** Why the requester needs the token, in their own words. */
export function reasonBlock(reason: string, most?: number): KnownBlock {
  return reason === '' ? section('No reason given.') : quotation('Reason:', reason, most)
}

/** The approvers' comments, each below its author's name; what a rule says is below its own. */
export function comments({ approvals, review }: Request): KnownBlock[] {
  // A final approval is already among the approvals; a denial is not.
  const last = review?.verdict === 'denied' || approvals.length === 0 ? review : undefined
  const all: { by: string | null; comment?: string | undefined }[] = [...approvals, ...(last ? [last] : [])]
  const author = (by: string | null) => (by === null ? 'The rule:' : `${mention(by)}:`)
  return all.flatMap(({ by, comment }) => (comment ? [quotation(author(by), comment)] : []))
}

/** For example `@Bea and @Carl`, `@Bea, @Carl and 4 others`. */
export function allOf(ids: string[], most = 3): string {
  const shown = ids.slice(0, most).map(mention)
  if (ids.length > most) shown.push(`${ids.length - most} other${ids.length - most === 1 ? '' : 's'}`)
  return joinWords(shown)
}

export function joinWords(words: string[], by = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${by} ${words.at(-1)}`
}
