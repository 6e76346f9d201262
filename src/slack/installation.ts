// Reads from auth.test what the bot token was installed for: one workspace, or a whole Enterprise organization.
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import { askSlack } from './client.ts'

/**
 * The relevant part of auth.test's answer. An organization's token may have the organization, or nothing, as its team.
 */
export interface AuthTestAnswer {
  team_id?: string | null
  enterprise_id?: string | null
  is_enterprise_install?: boolean
}

/** The organization's id (`E…`) if the app is installed for all of it; undefined for a workspace's token. */
export function organizationOf({ team_id, enterprise_id, is_enterprise_install }: AuthTestAnswer): string | undefined {
  // Without the flag, a token with a workspace (`T…`) is that workspace's token.
  const isOrganizations = is_enterprise_install ?? !team_id?.startsWith('T')
  if (!isOrganizations) return undefined
  return enterprise_id || (team_id?.startsWith('E') ? team_id : undefined)
}

/**
 * Whose people are served by default: those of the organization, or of the workspace. Empty means that the answer names
 * neither, so it is unknown who is served; it does not mean that nobody is.
 */
export function servedBy(answer: AuthTestAnswer): string[] {
  const id = organizationOf(answer) ?? answer.team_id
  return id ? [id] : []
}

/** The workspace or organization that the bot's token belongs to. Throws Slack's reason as `slack_unavailable`. */
export async function askWhoseToken(client: WebClient): Promise<{ team: string }> {
  const [team] = servedBy(await askSlack('sign in', () => client.auth.test()))
  if (team === undefined)
    throw new BotError('slack_unavailable', { operation: 'sign in', reason: 'no workspace named' })
  return { team }
}
