// What the bot token was installed for, as auth.test tells it: one workspace, or a whole Enterprise organization.
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import { askSlack } from './client.ts'

/** The part of auth.test's answer that says so. An organization's token may name itself, or nothing, as its team. */
export interface AuthTestAnswer {
  team_id?: string | null
  enterprise_id?: string | null
  is_enterprise_install?: boolean
}

/** The organization's id (`E…`) if the app is installed for all of it; undefined for a workspace's own token. */
export function organizationOf({ team_id, enterprise_id, is_enterprise_install }: AuthTestAnswer): string | undefined {
  // Where the flag is left out, a token that has a workspace (`T…`) is that workspace's.
  const isOrganizations = is_enterprise_install ?? !team_id?.startsWith('T')
  if (!isOrganizations) return undefined
  return enterprise_id || (team_id?.startsWith('E') ? team_id : undefined)
}

/**
 * Whose people are served if nobody says otherwise: the organization's, or the workspace's. Empty if the answer names
 * neither, which is not known, and must not be taken for "nobody".
 */
export function servedBy(answer: AuthTestAnswer): string[] {
  const id = organizationOf(answer) ?? answer.team_id
  return id ? [id] : []
}

/** The workspace, or organization, that our token belongs to. Throws Slack's reason as `slack_unavailable`. */
export async function askWhoseToken(client: WebClient): Promise<{ team: string }> {
  const [team] = servedBy(await askSlack('sign in', () => client.auth.test()))
  if (team === undefined)
    throw new BotError('slack_unavailable', { operation: 'sign in', reason: 'no workspace named' })
  return { team }
}
