// The sentences on reviewers and approvals that several cards and forms share.
import type { KnownBlock } from '@slack/types'
import { type Denial, denialOf, type FieldProblem, NO_RULE } from '../../core/policy/evaluate.ts'
import type { Approval, Request } from '../../core/requests/request.ts'
import { approvalOf, missing, type ReviewerRole, type Reviewers, undecided } from '../../core/requests/review.ts'
import type { Words } from '../../words/words.ts'
import { inlineText, mention, quotation, section } from './block-kit.ts'

// The sentence of a refusal shows no more of what the policy's author wrote.
const MOST_OF_BECAUSE = 500
const MOST_OF_HINT = 200

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

/** Slack ids of the people who can still approve, and can be reached. */
export function stillAsked(request: Request): string[] {
  return undecided(request, reviewersOn(request)).filter((id) => !request.unreachable?.includes(id))
}

/** The people who can still approve, as mentions. */
export function stillAskedText(request: Request): string[] {
  return stillAsked(request).map(mention)
}

/** How many people have to approve, of these people (Slack ids). */
export function neededFrom(
  ids: readonly string[],
  { quorum, differentGroups }: Pick<Request, 'quorum' | 'differentGroups'>,
): Parameters<Words['reviews']['willReview']>[0] {
  return { people: ids.map(mention), quorum, differentGroups }
}

/**
 * For example `1 of 2 approvals: @Bea (7 days). Needs one more.`; empty before the only approval that is needed.
 */
export function progress({ reviews }: Words, request: Request): string {
  const { quorum, approvals, differentGroups } = request
  if (approvals.length === 0) return quorum === 1 ? '' : reviews.neededOf({ quorum, differentGroups })
  const approved = approvedBy(request)
  return reviews.progress({ approved, given: quorum - missingOn(request), quorum, differentGroups })
}

/** A lifetime goes with the person who shortened it. */
function approvedBy({ approvals, asked }: Pick<Request, 'approvals' | 'asked'>) {
  return approvals.map(({ by, inPlaceOf, lifetime }, index) => {
    const before = approvals[index - 1]?.lifetime ?? asked
    const granted = lifetime ?? before
    return {
      by: mention(by),
      ...(inPlaceOf !== undefined && { onBehalfOf: mention(inPlaceOf) }),
      ...(granted < before && { lifetime: granted }),
    }
  })
}

/**
 * For example `Approved by @Bea and @Carl for 7 days instead of 30 days.`, `Denied by @Carl. @Bea had approved.`; empty
 * without a review or an approval.
 */
export function decision({ reviews }: Words, request: Request): string {
  const { review, asked, lifetime } = request
  const approved = approvedBy({ ...request, approvals: request.approvals.map(({ lifetime: _, ...rest }) => rest) })
  const named = ruleName(review?.rule ?? request.rule)
  if (review?.verdict === 'approved') {
    const shortened = lifetime < asked ? { lifetime, asked } : undefined
    if (approved.length === 0 && review.by === null) return reviews.approvedByRule({ rule: named, shortened })
    const approvers = approved.length > 0 ? approved : [{ by: mention(review.by ?? '') }]
    return reviews.approvedBy({ approved: approvers, shortened })
  }
  return [
    ...(review
      ? [review.by === null ? reviews.deniedByRule({ rule: named }) : reviews.deniedBy({ by: mention(review.by) })]
      : []),
    ...(approved.length > 0 ? [reviews.hadApproved({ approved })] : []),
  ].join(' ')
}

/** Undefined where none of the rules decided. */
export function ruleName(rule: string): string | undefined {
  return rule === NO_RULE ? undefined : inlineText(rule)
}

/** Why the requester needs the token, in their own words. */
export function reasonBlock({ reviews }: Words, reason: string, most?: number): KnownBlock {
  return reason === '' ? section(reviews.noReason) : quotation(reviews.reason, reason, most)
}

/** Why the policy does not allow it, with what the policy file says as formatted text. */
export function escapedDenial(denial: Denial): Denial {
  switch (denial.kind) {
    case 'rule':
      return { ...denial, because: inlineText(denial.because, MOST_OF_BECAUSE) }
    case 'label form':
      return escapedForm(denial)
    case 'reason':
      return { ...denial, problem: escapedProblem(denial.problem) }
    default:
      return denial
  }
}

/** What is wrong with a field, for formatted text. Errors beside the field itself are plain text. */
export function escapedProblem(problem: FieldProblem): FieldProblem {
  if (problem.kind === 'label form') return escapedForm(problem)
  if (problem.kind !== 'reason form' || problem.hint === undefined) return problem
  return { ...problem, hint: inlineText(problem.hint, MOST_OF_HINT) }
}

function escapedForm<P extends Extract<FieldProblem, { kind: 'label form' }>>(problem: P): P {
  const { form } = problem
  return typeof form === 'string' ? problem : { ...problem, form: { hint: inlineText(form.hint, MOST_OF_HINT) } }
}

/**
 * The approvers' comments, each below its author's name; what a rule says is below its own. `mine` if the requester
 * reads them.
 */
export function comments(words: Words, { approvals, review }: Request, { mine }: { mine: boolean }): KnownBlock[] {
  const { reviews } = words
  const denial = denialOf(review)
  if (denial && denial.kind !== 'rule') return [section(words.denials.because({ denial: escapedDenial(denial), mine }))]
  // A final approval is already among the approvals; a denial is not.
  const last = review?.verdict === 'denied' || approvals.length === 0 ? review : undefined
  const all: { by: string | null; comment?: string | undefined }[] = [...approvals, ...(last ? [last] : [])]
  const author = (by: string | null) =>
    by === null ? reviews.commentByRule : reviews.commentBy({ author: mention(by) })
  return all.flatMap(({ by, comment }) => (comment ? [quotation(author(by), comment)] : []))
}
