// Explains in words why a person is asked to review, and who else would be: managers, groups, people.
import type { Approver } from '../../core/policy/evaluate.ts'
import { type Request, waitingSince } from '../../core/requests/request.ts'
import type { Words } from '../../words/words.ts'
import { inlineText, mention } from './block-kit.ts'

type Role = Parameters<Words['reviews']['whyYou']>[0]['roles'][number]

/** For example `Why you: you’re their manager and you’re in @data. Rule: “all”`. */
export function whyYou({ reviews }: Words, request: Request, reader: string, fallback: readonly Approver[]): string {
  const { reviewerRoles, escalatedAt = 0 } = request
  const role = reviewerRoles[reader]
  if (!role) return reviews.notAskedAnymore
  const { entries, inPlaceOf } = role
  const isLate = escalatedAt > waitingSince(request) && askedInTheEnd(request, fallback).includes(reader)
  const onBehalfOf = inPlaceOf === undefined ? undefined : mention(inPlaceOf)
  return reviews.whyYou({ roles: entries.map(roleOf), onBehalfOf, isLate, rule: inlineText(request.rule) })
}

/** Entries of a rule: the groups and people as mentions, and whether the manager is among them. */
export function mentioned(entries: readonly Approver[]): { others: string[]; withManager: boolean } {
  return {
    others: entries.filter((entry) => entry !== 'manager').map(mentionOf),
    withManager: entries.includes('manager'),
  }
}

/** Slack ids of the approvers who are only asked under the rule's fallback. */
export function askedInTheEnd({ approvers, reviewerRoles }: Request, fallback: readonly string[]): string[] {
  return approvers.filter((id) => {
    const entries = reviewerRoles[id]?.entries ?? []
    return entries.length > 0 && entries.every((entry) => fallback.includes(entry))
  })
}

function roleOf(entry: string): Role {
  if (entry === 'manager') return 'manager'
  return entry.startsWith('group:') ? { group: mentionOf(entry) } : 'rule'
}

function mentionOf(entry: string): string {
  const id = entry.slice(entry.indexOf(':') + 1)
  return entry.startsWith('group:') ? `<!subteam^${id}>` : mention(id)
}
