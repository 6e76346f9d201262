// What `doctor` wants to know of Slack: whose the bot token is, and whether it has the scopes that the code needs.
import type { WebClient } from '@slack/web-api'
import type { Finding } from '../core/finding.ts'
import { reasonOf } from './client.ts'

/** `wanted` are the scopes of manifest.yml. Never throws. */
export async function checkUpSlack(client: WebClient, wanted: readonly string[]): Promise<Finding[]> {
  try {
    const answer = await client.auth.test()
    return [
      { subject: 'Slack token', state: 'ok', says: `accepted, in the workspace ${answer.team_id ?? 'without an id'}` },
      scopes(answer.response_metadata?.scopes, wanted),
    ]
  } catch (error) {
    const reason = reasonOf(error)
    return [{ subject: 'Slack token', state: 'failure', says: `not accepted (${reason})`, todo: cures[reason] ?? cure }]
  }
}

const cure = 'Look at SLACK_API_URL, and whether this machine reaches Slack.'
// Error codes: https://docs.slack.dev/reference/methods/auth.test
const again = 'Install the app again, and put its bot token (xoxb-…) into SLACK_BOT_TOKEN.'
const cures: Readonly<Record<string, string>> = {
  invalid_auth: again,
  not_authed: again,
  account_inactive: again,
  token_revoked: again,
  token_expired: again,
}

/** Slack sends the token's scopes with every answer; an emulator may not. */
function scopes(granted: readonly string[] | undefined, wanted: readonly string[]): Finding {
  const subject = 'Slack scopes'
  if (!granted)
    return { subject, state: 'warning', says: 'not told', todo: 'Compare the app with manifest.yml by hand.' }
  const missing = wanted.filter((scope) => !granted.includes(scope))
  const more = granted.filter((scope) => !wanted.includes(scope))
  if (missing.length > 0) {
    const todo = 'Add them at api.slack.com/apps (OAuth & Permissions), or paste manifest.yml anew; then install again.'
    return { subject, state: 'failure', says: `missing: ${missing.join(', ')}`, todo }
  }
  if (more.length > 0) {
    return { subject, state: 'warning', says: `more than needed: ${more.join(', ')}`, todo: 'Take them away.' }
  }
  return { subject, state: 'ok', says: `all ${wanted.length} of manifest.yml, and no more` }
}
