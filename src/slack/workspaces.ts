// Finds the workspace in which an organization's token has to call a method: some methods need the id of one workspace.
import type { WebClient } from '@slack/web-api'
import { BotError, isBotError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import { MINUTE } from '../core/time/duration.ts'
import { isLastingReason } from './client.ts'
import { organizationOf } from './installation.ts'
import type { LookUp } from './lookups.ts'
import { cached, isWithin } from './ttl-cache.ts'

/** Arguments of a call to one workspace; none for a workspace's own token. */
export type Where = { team_id?: string }

/**
 * Calls one workspace after the other until one has the answer, and remembers which, by `what`. Throws
 * `slack_unavailable`; at once in an outage, so that a failed lookup does not count as missing.
 */
export type InWorkspace = <T>(what: string, ask: (where: Where) => Promise<T>) => Promise<T>

const TTL = 10 * MINUTE
/** Slack's maximum: https://docs.slack.dev/reference/methods/auth.teams.list (no scope needed, Tier 2). */
const PAGE = 1_000

/**
 * `served` are the ids in the configuration, if there are any: their workspaces are asked first, and no others unless
 * an organization is among them.
 */
export function createInWorkspace(
  client: WebClient,
  { clock, lookUp, served = [] }: { clock: Clock; lookUp: LookUp; served?: readonly string[] | undefined },
): InWorkspace {
  const operation = 'find your workspaces'
  // A token always belongs to the workspace or organization for which it was installed.
  const organization = cached(
    async () => organizationOf(await lookUp('auth.test', operation, () => client.auth.test())),
    {
      clock,
      ttl: Number.POSITIVE_INFINITY,
      maxEntries: 1,
    },
  )
  const granted = cached(() => list(), { clock, ttl: TTL, maxEntries: 1 })
  const named = served.filter((id) => id.startsWith('T'))
  const found = new Map<string, string>()
  /**
   * Workspaces that refused, by `what`, so that the next attempt after a rate limit does not start from the beginning.
   */
  const refused = new Map<string, { since: number; teams: Map<string, BotError<'slack_unavailable'>> }>()

  async function list(): Promise<string[]> {
    const ids: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = { limit: PAGE, ...(cursor && { cursor }) }
      const answer = await lookUp('auth.teams.list', operation, () => client.auth.teams.list(page))
      ids.push(...(answer.teams ?? []).flatMap(({ id }) => id ?? []))
      cursor = answer.response_metadata?.next_cursor
      if (!cursor) return ids
    }
  }

  function refusalsOf(what: string): Map<string, BotError<'slack_unavailable'>> {
    const kept = refused.get(what)
    if (kept && isWithin(clock.now() - kept.since, TTL)) return kept.teams
    const begun = { since: clock.now(), teams: new Map<string, BotError<'slack_unavailable'>>() }
    refused.set(what, begun)
    return begun.teams
  }

  async function workspaces(): Promise<string[]> {
    const onlyNamed = named.length > 0 && served.every((id) => id.startsWith('T'))
    return onlyNamed ? named : [...new Set([...named, ...(await granted('all'))])]
  }

  return async (what, ask) => {
    if ((await organization('its own')) === undefined) return ask({})
    const first = found.get(what)
    const others = await workspaces()
    let refusal: BotError<'slack_unavailable'> | undefined
    const refusals = refusalsOf(what)
    for (const team of first === undefined ? others : [first, ...others.filter((id) => id !== first)]) {
      const known = refusals.get(team)
      if (known) {
        refusal = graver(refusal, known)
        continue
      }
      try {
        const answer = await ask({ team_id: team })
        found.set(what, team)
        return answer
      } catch (error) {
        if (!isBotError(error, 'slack_unavailable') || !isLastingReason(error.facts.reason)) throw error
        refusal = graver(refusal, error)
        refusals.set(team, error)
      }
    }
    // Slack's own code for an app that was not added to any workspace of the organization.
    throw refusal ?? new BotError('slack_unavailable', { operation, reason: 'team_access_not_granted' })
  }
}

/** What one workspace does not have may be in another one that does not let us look. */
function graver(
  one: BotError<'slack_unavailable'> | undefined,
  other: BotError<'slack_unavailable'>,
): BotError<'slack_unavailable'> {
  return one && one.facts.reason !== 'no_such_subteam' ? one : other
}
