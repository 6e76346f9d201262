// Asks Slack whose bot token this is: that workspace's people are served, unless the configuration names others.
import type { WebClient } from '@slack/web-api'
import { askSlack } from './client.ts'

/** Throws Slack's reason as `slack_unavailable`. */
export async function askWhoseToken(client: WebClient): Promise<{ team: string }> {
  const answer = await askSlack('sign in', () => client.auth.test())
  return { team: answer.team_id ?? '' }
}
