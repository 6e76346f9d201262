// Explains in words why a person is asked to review, and who else would be: managers, groups, people.
import type { Approver } from '../../core/policy/evaluate.ts'
import { type Request, waitingSince } from '../../core/requests/request.ts'
import { joinWords } from './approval-text.ts'
import { mention } from './block-kit.ts'

/** For example `You are asked because you are their manager and you are in @data.` */
export function whyYou(request: Request, reader: string, fallback: readonly Approver[]): string {
  const { reviewerRoles, escalatedAt = 0 } = request
  const role = reviewerRoles[reader]
  if (!role) return 'You are not asked any more.'
  const { entries, inPlaceOf } = role
  const isLate = escalatedAt > waitingSince(request) && askedInTheEnd(request, fallback).includes(reader)
  const also = isLate ? ' too, since nobody decided in time,' : ''
  if (inPlaceOf === undefined) return `You are asked${also} because ${joinWords(entries.map(ofYou))}.`
  return `You are asked${also} in place of ${mention(inPlaceOf)}, who ${joinWords(entries.map(ofThem))}.`
}

/** Entries of a rule, for example `@data, @Bea or their manager`. */
export function entriesInWords(entries: readonly Approver[], most = 3): string {
  const words = entries.slice(0, most).map((entry) => (entry === 'manager' ? 'their manager' : called(entry)))
  if (entries.length > most) words.push(`${entries.length - most} more`)
  return joinWords(words)
}

/** Slack ids of the approvers who are only asked under the rule's fallback. */
export function askedInTheEnd({ approvers, reviewerRoles }: Request, fallback: readonly string[]): string[] {
  return approvers.filter((id) => {
    const entries = reviewerRoles[id]?.entries ?? []
    return entries.length > 0 && entries.every((entry) => fallback.includes(entry))
  })
}

function ofYou(entry: string): string {
  if (entry === 'manager') return 'you are their manager'
  return entry.startsWith('group:') ? `you are in ${called(entry)}` : 'the rule names you'
}

function ofThem(entry: string): string {
  if (entry === 'manager') return 'is their manager'
  return entry.startsWith('group:') ? `is in ${called(entry)}` : 'is named by the rule'
}

function called(entry: string): string {
  const id = entry.slice(entry.indexOf(':') + 1)
  return entry.startsWith('group:') ? `<!subteam^${id}>` : mention(id)
}
