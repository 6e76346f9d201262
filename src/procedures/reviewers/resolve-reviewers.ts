// Resolves the entries of a rule to served people without the requester, and adds their delegates.

import { isBotError } from '../../core/errors.ts'
import { type Person, refusalOf } from '../../core/people/person.ts'
import type { Approver, ReviewDecision } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { holdsAt } from '../../core/requests/delegation.ts'
import type { Request } from '../../core/requests/request.ts'
import { isQuorum, type ReviewerRole, type Reviewers } from '../../core/requests/review.ts'
import { findManager } from '../people/find-manager.ts'

/** The people who are asked and their roles, as a request stores them for its cards. */
export type ReviewerRoles = Request['reviewerRoles']

export interface FoundReviewers {
  reviewers: Reviewers
  /** The Slack scope that is missing to read a manager, who may therefore be missing here. */
  unreadable?: string
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
  ports: Ports,
  { approvers, fallback, ...needed }: Pick<ReviewDecision, 'approvers' | 'fallback' | 'quorum' | 'differentGroups'>,
  requester: string,
): Promise<ResolvedReviewers> {
  const found = await reviewersAmong(ports, approvers, requester)
  if (couldAgree(needed, found.reviewers)) return { ...found, withFallback: false }
  return { ...(await reviewersAmong(ports, [...approvers, ...fallback], requester)), withFallback: true }
}

/** Whether the quorum would be reached if everybody approved. */
export function couldAgree(
  { quorum, differentGroups }: Pick<ReviewDecision, 'quorum' | 'differentGroups'>,
  reviewers: Reviewers,
): boolean {
  const approvals = [...reviewers.keys()].map((by) => ({ by, at: 0 }))
  return isQuorum({ approvals, quorum, differentGroups }, reviewers)
}

/** Skips people who have left, are guests or do not exist. Throws as `resolveReviewers`. */
export async function reviewersAmong(
  ports: Ports,
  entries: readonly Approver[],
  requester: string,
): Promise<FoundReviewers> {
  const read = await Promise.all(entries.map(async (entry) => ({ entry, ...(await idsOf(ports, entry, requester)) })))
  const unreadable = read.find((one) => one.unreadable !== undefined)?.unreadable
  const reviewerRoles = new Map<string, { entries: string[]; inPlaceOf?: string }>()
  for (const { entry, ids } of read) {
    for (const id of ids) add(reviewerRoles, id, [entry])
  }
  // The requester is removed before delegates are added: they may not decide here, so they cannot delegate either.
  reviewerRoles.delete(requester)
  // Only the people whom the rule names delegate, because a delegated right cannot be delegated again.
  const named = [...reviewerRoles].map(([id, { entries }]) => ({ id, entries }))
  for (const { id, entries: theirs } of named) {
    const delegate = await delegateOf(ports, id)
    // A delegate whom the rule names too keeps their own role, with the entries of both.
    if (delegate !== undefined) add(reviewerRoles, delegate, theirs, id)
  }
  reviewerRoles.delete(requester)
  const ids = [...reviewerRoles.keys()]
  const served = await Promise.all(ids.map((id) => findColleague(ports, id)))
  const reviewers = new Map([...reviewerRoles].filter((_, index) => served[index] !== undefined))
  return { reviewers, ...(unreadable !== undefined && { unreadable }) }
}

function add(
  reviewerRoles: Map<string, { entries: string[]; inPlaceOf?: string }>,
  id: string,
  entries: readonly string[],
  inPlaceOf?: string,
): void {
  const known = reviewerRoles.get(id)
  if (known) known.entries = [...new Set([...known.entries, ...entries])]
  else reviewerRoles.set(id, { entries: [...entries], ...(inPlaceOf !== undefined && { inPlaceOf }) })
}

async function idsOf(
  ports: Ports,
  entry: Approver,
  requester: string,
): Promise<{ ids: string[]; unreadable?: string }> {
  if (entry === 'manager') {
    const manager = await findManager(ports, requester)
    if (manager.is === 'unreadable') return { ids: [], unreadable: manager.scope }
    return { ids: manager.is === 'known' ? [manager.id] : [] }
  }
  const id = entry.slice(entry.indexOf(':') + 1)
  return { ids: entry.startsWith('group:') ? await ports.directory.membersOf(id) : [id] }
}

async function delegateOf(ports: Ports, approver: string): Promise<string | undefined> {
  const delegation = await ports.delegations.of(approver)
  return delegation && holdsAt(delegation, ports.clock.now()) ? delegation.delegate : undefined
}

/** Undefined for a person who is not served. */
export async function findColleague(ports: Ports, id: string): Promise<Person | undefined> {
  try {
    const person = await ports.directory.colleague(id)
    return refusalOf(person, ports.workplace) === undefined ? person : undefined
  } catch (error) {
    if (isBotError(error, 'no_such_person')) return undefined
    throw error
  }
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
