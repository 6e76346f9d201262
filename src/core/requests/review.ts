// Decides a request by approvals and denials, and says whose approvals count.
import { BotError } from '../errors.ts'
import { type Approval, asOf, isOver, move, type Request, stale } from './request.ts'

/** Why a person may review: the entries of the rule that name them or the approver who delegated to them. */
export interface ReviewerRole {
  /** Entries as the rule writes them: `manager`, `user:U…`, `group:S…`. */
  entries: readonly string[]
  /** Slack id of the approver in whose place this person decides. Undefined if the rule names the person itself. */
  inPlaceOf?: string | undefined
}

/** Everybody who may decide at this moment, by Slack id. */
export type Reviewers = ReadonlyMap<string, ReviewerRole>

/**
 * Approves by the rule alone, without a reviewer. `lapsesAt` is the moment until which the token has to be collected.
 */
export function approveByRule(request: Request, at: number, lapsesAt: number): Request {
  return move(request, 'approve', { lapsesAt, review: { by: null, verdict: 'approved', at } })
}

export interface Approving {
  approval: Approval
  /** The people who may decide now. An approval of a person who has lost the right since does not count. */
  reviewers: Reviewers
  /** The moment until which an approved request has to be collected, milliseconds since epoch. */
  lapsesAt: number
}

/**
 * Adds one person's approval. A reviewer may shorten the lifetime, never lengthen it, so the shortest granted lifetime
 * holds. The request is approved once the quorum is reached. Throws `request_stale`, and `approved_already` if the same
 * person approves again, because each person counts once.
 */
export function approve(request: Request, { approval, reviewers, lapsesAt }: Approving): Request {
  refuseIfOver(request, approval.at)
  // An approver and their delegate have one vote together.
  const same = approvalOf(request, reviewers, approval.by)
  if (request.state === 'pending' && same) {
    throw new BotError('approved_already', { by: same.by, you: approval.by, missing: missing(request, reviewers) })
  }
  const granted = Math.min(approval.lifetime ?? request.lifetime, request.lifetime, request.asked)
  const approvals = [...request.approvals, { ...approval, lifetime: granted }]
  const change = { approvals, lifetime: granted }
  if (!isQuorum({ ...request, approvals }, reviewers)) return move(request, 'support', change)
  const { by, at, comment } = approval
  const review = { by, at, verdict: 'approved' as const, ...(comment !== undefined && { comment }) }
  return move(request, 'approve', { ...change, lapsesAt, review })
}

/** A single denial denies the request. */
export function deny(request: Request, review: { by: string; at: number; comment?: string }): Request {
  refuseIfOver(request, review.at)
  return move(request, 'deny', { review: { ...review, verdict: 'denied' } })
}

/** The worker that lets requests lapse may be late, and that must not give reviewers more time. */
function refuseIfOver(request: Request, now: number): void {
  if (isOver(request, now)) throw stale(asOf(request, now))
}

/** Whether enough people who may still decide have approved. */
export function isQuorum(request: Counted, reviewers: Reviewers): boolean {
  return counted(request, reviewers) >= request.quorum
}

/** How many approvals are still missing. */
export function missing(request: Counted, reviewers: Reviewers): number {
  return Math.max(0, request.quorum - counted(request, reviewers))
}

/**
 * The approval of this person (Slack id), or of another person with the same vote. Approvals of people who may no
 * longer decide are ignored.
 */
export function approvalOf(
  { approvals }: Pick<Request, 'approvals'>,
  reviewers: Reviewers,
  who: string,
): Approval | undefined {
  return approvals.find(({ by }) => {
    const isSameVoter = by === who || voterOf(by, reviewers) === voterOf(who, reviewers)
    return isSameVoter && reviewers.has(by)
  })
}

/** Slack ids of the people who may decide and have not, and whose vote no other person has given either. */
export function undecided(request: Pick<Request, 'approvals'>, reviewers: Reviewers): string[] {
  return [...reviewers.keys()].filter((id) => !approvalOf(request, reviewers, id))
}

type Counted = Pick<Request, 'approvals' | 'quorum' | 'differentGroups'>

function counted({ approvals, differentGroups }: Counted, reviewers: Reviewers): number {
  // Keyed by voter. Whether a reviewer decides in an approver's place is read from today's roles, not from the
  // approvals.
  const roles = new Map<string, ReviewerRole>()
  for (const { by } of approvals) {
    const role = reviewers.get(by)
    if (role) roles.set(voterOf(by, reviewers), role)
  }
  return differentGroups ? mostForDifferentEntries([...roles.values()]) : roles.size
}

/** Slack id of the person whose vote this reviewer gives: the approver they stand in for, or their own. */
function voterOf(id: string, reviewers: Reviewers): string {
  return reviewers.get(id)?.inPlaceOf ?? id
}

/**
 * The largest number of people that can be matched to different entries. A person in two groups may be matched to
 * either, so that the result does not depend on the order of approvals. The matching uses augmenting paths; people and
 * entries are few.
 */
function mostForDifferentEntries(people: readonly ReviewerRole[]): number {
  const holder = new Map<string, number>()
  const place = (person: number, tried: Set<string>): boolean => {
    for (const entry of people[person]?.entries ?? []) {
      if (tried.has(entry)) continue
      tried.add(entry)
      const other = holder.get(entry)
      if (other === undefined || place(other, tried)) {
        holder.set(entry, person)
        return true
      }
    }
    return false
  }
  return people.filter((_, index) => place(index, new Set())).length
}

/** Slack ids of the people who approved or denied it. */
export function decidersOf({ approvals, review }: Pick<Request, 'approvals' | 'review'>): string[] {
  const all = [...approvals.map(({ by }) => by), ...(review && review.by !== null ? [review.by] : [])]
  return [...new Set(all)]
}
