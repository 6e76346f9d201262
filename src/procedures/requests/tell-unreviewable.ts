// Tells the requester and the bot admins, once each, that nobody can review a request.
import { isBotError } from '../../core/errors.ts'
import type { Unreviewable } from '../../core/messenger.ts'
import type { Ports } from '../../core/ports.ts'
import { type Request, waitingSince } from '../../core/requests/request.ts'
import { DAY } from '../../core/time/duration.ts'
import { listAdministrators } from '../people/list-administrators.ts'
import { currentReviewers } from '../reviewers/current-reviewers.ts'

/** False if somebody could not be told, and trying again later may help. Throws as `currentReviewers`. */
export async function tellUnreviewable(ports: Ports, request: Request): Promise<boolean> {
  const { id, requester, label, rule, unreachable = [] } = request
  const { missingGroups = [] } = await currentReviewers(ports, request)
  const about = { requester, label, rule, unreachable, missingGroups, isOpen: true }
  const once = { subject: id, at: waitingSince(request) }
  const told = await tellAdministrators(ports, about, once)
  const mine = await ports.messenger.tellUnreviewable(
    requester,
    { ...about, administrators: told.administrators },
    once,
  )
  return told.isDone && mine !== 'unavailable'
}

/**
 * For a request that was refused, of which the requester reads at once: each bot admin hears of a rule once a day.
 * Resolves to the Slack ids of those who know.
 */
export async function tellNobodyToReview(
  ports: Ports,
  about: Pick<Unreviewable, 'requester' | 'rule' | 'missingGroups'>,
): Promise<string[]> {
  const policy = ports.policy()
  const now = ports.clock.now()
  const place = policy.rules.findIndex(({ name }) => name === about.rule)
  const once = { subject: `unreviewable-${policy.version}-${place}`, at: now - (now % DAY) }
  const facts = { ...about, label: '', unreachable: [], isOpen: false }
  return (await tellAdministrators(ports, facts, once)).administrators
}

/** `administrators` are those who know by now, without the requester. */
async function tellAdministrators(
  ports: Ports,
  about: Omit<Unreviewable, 'administrators'>,
  once: { subject: string; at: number },
): Promise<{ administrators: string[]; isDone: boolean }> {
  try {
    const all = (await listAdministrators(ports)).filter((id) => id !== about.requester)
    const results = await Promise.all(
      all.map((id) => ports.messenger.tellUnreviewable(id, { ...about, administrators: [] }, once)),
    )
    return {
      administrators: all.filter((_, index) => results[index] === 'delivered'),
      isDone: results.every((result) => result !== 'unavailable'),
    }
  } catch (error) {
    ports.messenger.lost(error, 'tell the bot admins')
    return { administrators: [], isDone: isBotError(error, 'slack_scope_missing') }
  }
}
