// Resolves the entries of a rule to served people without the requester, and adds their delegates.

import type { Approver, ReviewDecision } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { isQuorum, type ReviewerRole, type Reviewers } from '../../core/requests/review.ts'
import { findColleague } from '../people/find-colleague.ts'
import { findManager } from '../people/find-manager.ts'
import { findDelegation } from './find-delegation.ts'

/** The people who are asked and their roles, as a request stores them for its cards. */
export type ReviewerRoles = Request['reviewerRoles']

/** All that it depends on who decides. */
export type ReviewerPorts = Pick<Ports, 'clock' | 'policy' | 'directory' | 'workplace' | 'delegations' | 'managersSeen'>

export interface FoundReviewers {
  reviewers: Reviewers
  /** The Slack scope that is missing to read a manager, who may therefore be missing here. */
  unreadable?: string
  /** Ids of groups that the rule names and that Slack does not have. */
  missingGroups?: string[]
}

export interface ResolvedReviewers extends FoundReviewers {
  /** True if the fallback is included already, because the approvers are fewer than the quorum. */
  withFallback: boolean
}

/**
 * The people who decide from the start: the approvers, and the fallback too if the approvers cannot reach the quorum.
 * Throws `slack_unavailable` if a group or a manager cannot be read, and `slack_scope_missing` for a group. Nobody is
 * asked in that case.
 */
export async function resolveReviewers(
  ports: ReviewerPorts,
  { approvers, fallback, ...needed }: Pick<ReviewDecision, 'approvers' | 'fallback' | 'quorum' | 'differentGroups'>,
  requester: string,
  age?: 'fresh',
): Promise<ResolvedReviewers> {
  const found = await reviewersAmong(ports, approvers, requester, age)
  if (couldAgree(needed, found.reviewers)) return { ...found, withFallback: false }
  return { ...(await reviewersAmong(ports, [...approvers, ...fallback], requester, age)), withFallback: true }
}

/** Whether the quorum would be reached if everybody approved. */
export function couldAgree(
  { quorum, differentGroups }: Pick<ReviewDecision, 'quorum' | 'differentGroups'>,
  reviewers: Reviewers,
): boolean {
  const approvals = [...reviewers.keys()].map((by) => ({ by, at: 0 }))
  return isQuorum({ approvals, quorum, differentGroups }, reviewers)
}

/**
 * Skips people who have left, are guests or do not exist, and whoever decides in their place. With `fresh` the groups,
 * the manager and the people who delegated are read from Slack at this moment. A group that does not exist has nobody in
 * it. Throws as `resolveReviewers`.
 */
export async function reviewersAmong(
  ports: ReviewerPorts,
  entries: readonly Approver[],
  requester: string,
  age?: 'fresh',
): Promise<FoundReviewers> {
  const read = await Promise.all(
    entries.map(async (entry) => ({ entry, ...(await idsOf(ports, entry, requester, age)) })),
  )
  const unreadable = read.find((one) => one.unreadable !== undefined)?.unreadable
  const reviewerRoles: RolesById = new Map()
  for (const { entry, ids } of read) {
    for (const id of ids) add(reviewerRoles, id, [entry])
  }
  // The requester is removed before delegates are added: they may not decide here, so they cannot delegate either.
  reviewerRoles.delete(requester)
  // Only the people whom the rule names delegate, because a delegated right cannot be delegated again. They are looked
  // at before their delegates, because a person who is not served lends nothing.
  const named = await servedAmong(ports, reviewerRoles)
  const lenders = [...named].map(([id, { entries }]) => ({ id, entries }))
  for (const { id, entries: theirs } of lenders) {
    const delegate = (await findDelegation(ports, id))?.delegate
    if (delegate === undefined || delegate === requester) continue
    if (age === 'fresh' && !(await findColleague(ports, id, age))) named.delete(id)
    // A delegate whom the rule names too keeps their own role, with the entries of both.
    else add(named, delegate, theirs, id)
  }
  const reviewers = await servedAmong(ports, named)
  const missingGroups = read.flatMap(({ missing }) => missing ?? [])
  return {
    reviewers,
    ...(unreadable !== undefined && { unreadable }),
    ...(missingGroups.length > 0 && { missingGroups }),
  }
}

type RolesById = Map<string, { entries: string[]; inPlaceOf?: string }>

async function servedAmong(ports: ReviewerPorts, roles: RolesById): Promise<RolesById> {
  const served = await Promise.all([...roles.keys()].map((id) => findColleague(ports, id)))
  return new Map([...roles].filter((_, index) => served[index] !== undefined))
}

function add(reviewerRoles: RolesById, id: string, entries: readonly string[], inPlaceOf?: string): void {
  const known = reviewerRoles.get(id)
  if (known) known.entries = [...new Set([...known.entries, ...entries])]
  else reviewerRoles.set(id, { entries: [...entries], ...(inPlaceOf !== undefined && { inPlaceOf }) })
}

async function idsOf(
  ports: ReviewerPorts,
  entry: Approver,
  requester: string,
  age: 'fresh' | undefined,
): Promise<{ ids: readonly string[]; unreadable?: string; missing?: string }> {
  if (entry === 'manager') {
    const manager = await findManager(ports, requester, age)
    if (manager.is === 'unreadable') return { ids: [], unreadable: manager.scope }
    return { ids: manager.is === 'known' ? [manager.id] : [] }
  }
  const id = entry.slice(entry.indexOf(':') + 1)
  if (!entry.startsWith('group:')) return { ids: [id] }
  const members = await ports.directory.membersOf(id, age)
  return members === 'missing' ? { ids: [], missing: id } : { ids: members }
}

/** The reviewer roles to store. If a manager cannot be read, everybody keeps the role they had. */
export function currentReviewerRoles({ reviewers, unreadable }: FoundReviewers, before: ReviewerRoles): ReviewerRoles {
  return { ...(unreadable !== undefined && before), ...reviewerRolesOf(reviewers) }
}

export function reviewerRolesOf(reviewers: Reviewers): ReviewerRoles {
  return Object.fromEntries(
    [...reviewers].map(([id, { entries, inPlaceOf }]: [string, ReviewerRole]) => [
      id,
      { entries: [...entries], ...(inPlaceOf !== undefined && { inPlaceOf }) },
    ]),
  )
}
