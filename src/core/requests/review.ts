// Deciding a request: one approval more, enough of them, or one denial; and who counts for what.
import { BotError } from '../errors.ts'
import { type Approval, asOf, isOver, move, type Request, stale } from './request.ts'

/** What a person stands for in a review: the entries of the rule that name them, or somebody who delegated to them. */
export interface ReviewerRole {
  /** Entries as the rule writes them: `manager`, `user:U…`, `group:S…`. */
  entries: readonly string[]
  /** Slack id of the approver in whose place they decide; undefined if the rule names themselves. */
  inPlaceOf?: string | undefined
}

/** Everybody who may decide at this moment, by Slack id. */
export type Reviewers = ReadonlyMap<string, ReviewerRole>

/** The rule itself approves: nobody has to decide. `lapsesAt` is when it has to be collected by. */
export function approveByRule(request: Request, at: number, lapsesAt: number): Request {
  return move(request, 'approve', { lapsesAt, review: { by: null, verdict: 'approved', at } })
}

export interface Approving {
  approval: Approval
  /** Who may decide now; approvals of people who lost the right meanwhile do not count. */
  reviewers: Reviewers
  /** When an approved request has to be collected by, milliseconds since epoch. */
  lapsesAt: number
}

/**
 * One person approves. A reviewer may shorten, never lengthen: the shortest lifetime that any of them granted holds. The
 * request is approved once enough of them have. Throws `request_stale`, and `approved_already` for their second time:
 * people count, not clicks.
 */
export function approve(request: Request, { approval, reviewers, lapsesAt }: Approving): Request {
  refuseIfOver(request, approval.at)
  // An approver and their delegate have one voice between them.
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

/** One denial ends it. */
export function deny(request: Request, review: { by: string; at: number; comment?: string }): Request {
  refuseIfOver(request, review.at)
  return move(request, 'deny', { review: { ...review, verdict: 'denied' } })
}

/** The worker that lets requests lapse may be late; nobody gains time by that. */
function refuseIfOver(request: Request, now: number): void {
  if (isOver(request, now)) throw stale(asOf(request, now))
}

/** Whether enough people have approved who may still decide. */
export function isQuorum(request: Counted, reviewers: Reviewers): boolean {
  return counted(request, reviewers) >= request.quorum
}

/** How many approvals are still missing. */
export function missing(request: Counted, reviewers: Reviewers): number {
  return Math.max(0, request.quorum - counted(request, reviewers))
}

/** What this person (Slack id), or somebody with whom they have one voice, has approved; only what counts. */
export function approvalOf(
  { approvals }: Pick<Request, 'approvals'>,
  reviewers: Reviewers,
  who: string,
): Approval | undefined {
  return approvals.find(({ by }) => {
    const isTheirs = by === who || voiceOf(by, reviewers) === voiceOf(who, reviewers)
    return isTheirs && reviewers.has(by)
  })
}

/** Those who may decide and have not: neither they nor whoever they stand in for. */
export function undecided(request: Pick<Request, 'approvals'>, reviewers: Reviewers): string[] {
  return [...reviewers.keys()].filter((id) => !approvalOf(request, reviewers, id))
}

type Counted = Pick<Request, 'approvals' | 'quorum' | 'differentGroups'>

function counted({ approvals, differentGroups }: Counted, reviewers: Reviewers): number {
  // By voice, which is one for each person: in whose place somebody decides is what it is now, however often they did.
  const voices = new Map<string, ReviewerRole>()
  for (const { by } of approvals) {
    const standing = reviewers.get(by)
    if (standing) voices.set(voiceOf(by, reviewers), standing)
  }
  return differentGroups ? mostForDifferentEntries([...voices.values()]) : voices.size
}

/** Slack id of whoever it is that speaks through this person. */
function voiceOf(id: string, reviewers: Reviewers): string {
  return reviewers.get(id)?.inPlaceOf ?? id
}

/**
 * The largest number of people of whom each can stand for another entry. Somebody in two groups counts for either, so
 * that it does not depend on who came first: a matching, by augmenting paths; there are a handful of each.
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
