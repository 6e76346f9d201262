// Finds the workspace in which an organization's token has to ask: some methods are about one workspace and want its id.
import type { WebClient } from '@slack/web-api'
import { BotError, isBotError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import { MINUTE } from '../core/time/duration.ts'
import { isLastingReason } from './client.ts'
import { organizationOf } from './installation.ts'
import type { LookUp } from './lookups.ts'
import { cached, isWithin } from './ttl-cache.ts'

/** Arguments of a call to one workspace: none where the token is a workspace's own. */
export type Where = { team_id?: string }

/**
 * Asks in one workspace after the other until one knows the answer, and remembers which, by `what`. Throws
 * `slack_unavailable`: at once in an outage, so that what could not be looked up is not taken for missing.
 */
export type InWorkspace = <T>(what: string, ask: (where: Where) => Promise<T>) => Promise<T>

const TTL = 10 * MINUTE
/** Slack's most: https://docs.slack.dev/reference/methods/auth.teams.list (no scope needed, Tier 2). */
const PAGE = 1_000

/** `served` is whom the configuration names, if it does: workspaces among them are asked first, and alone if no organization is. */
export function createInWorkspace(
  client: WebClient,
  { clock, lookUp, served = [] }: { clock: Clock; lookUp: LookUp; served?: readonly string[] | undefined },
): InWorkspace {
  const operation = 'find your workspaces'
  // A token stays with the workspace or organization for which it was installed.
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
  const known = new Map<string, string>()
  /** Workspaces that said no, by `what`: after a rate limit in the middle the next attempt need not begin anew. */
  const refused = new Map<string, { since: number; teams: Map<string, unknown> }>()

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

  function refusalsOf(what: string): Map<string, unknown> {
    const kept = refused.get(what)
    if (kept && isWithin(clock.now() - kept.since, TTL)) return kept.teams
    const begun = { since: clock.now(), teams: new Map<string, unknown>() }
    refused.set(what, begun)
    return begun.teams
  }

  async function workspaces(): Promise<string[]> {
    const onlyNamed = named.length > 0 && served.every((id) => id.startsWith('T'))
    return onlyNamed ? named : [...new Set([...named, ...(await granted('all'))])]
  }

  return async (what, ask) => {
    if ((await organization('its own')) === undefined) return ask({})
    const first = known.get(what)
    const others = await workspaces()
    // Slack's own code for an app that was added to none of the organization's workspaces yet.
    let refusal: unknown = new BotError('slack_unavailable', { operation, reason: 'team_access_not_granted' })
    const no = refusalsOf(what)
    for (const team of first === undefined ? others : [first, ...others.filter((id) => id !== first)]) {
      if (no.has(team)) {
        refusal = no.get(team)
        continue
      }
      try {
        const answer = await ask({ team_id: team })
        known.set(what, team)
        return answer
      } catch (error) {
        if (!isBotError(error, 'slack_unavailable') || !isLastingReason(error.facts.reason)) throw error
        refusal = error
        no.set(team, error)
      }
    }
    throw refusal
  }
}
