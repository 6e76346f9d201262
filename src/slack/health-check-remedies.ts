// The remedies, for the operator, for each reason of a failed call to Slack.
import { NOT_SLACK } from './client.ts'

export const scopeRemedy =
  'Add them at api.slack.com/apps (OAuth & Permissions), or paste manifest.yml anew; then install again.'

const again = 'Install the app again, and put its bot token (xoxb-…) into SLACK_BOT_TOKEN.'
const wait = 'Slack asks for patience or is in trouble. Wait a minute, then run doctor again; see slack-status.com.'
const away = 'Look at SLACK_API_URL, at DNS and firewall, and at any proxy between this machine and Slack.'
const group = 'Correct the id in APPROVERS, ADMINS or the policy file: the group’s “…” menu in Slack copies it.'

// Error codes: https://docs.slack.dev/reference/methods, each method's page.
const cures: Readonly<Record<string, string>> = {
  invalid_auth: again,
  not_authed: again,
  account_inactive: again,
  token_revoked: again,
  token_expired: 'Turn token rotation off for this app (OAuth & Permissions), then install it again.',
  not_allowed_token_type: 'SLACK_BOT_TOKEN must be the bot token (xoxb-…).',
  access_denied: 'Slack or an administrator restricts this token: look at its allowed IP addresses.',
  accesslimited: 'Slack or an administrator restricts this token: look at its allowed IP addresses.',
  ip_not_allowed: 'Add this machine’s address to the app’s allowed IP addresses, or run the bot from an allowed one.',
  missing_scope: scopeRemedy,
  team_access_not_granted: 'An administrator of the organization adds the app to that workspace.',
  org_login_required: 'The workspace is being moved into an organization: wait until that is done.',
  team_added_to_org: 'The workspace is being moved into an organization: wait until that is done, then install again.',
  ratelimited: wait,
  rate_limited: wait,
  fatal_error: wait,
  internal_error: wait,
  service_unavailable: wait,
  request_timeout: wait,
  no_such_subteam: group,
  plan_upgrade_required: 'User groups need a paid Slack plan: name people (U…) instead.',
  channel_not_found:
    'Correct AUDIT_CHANNEL, or the rule’s channel in the policy file; if it is private, invite the bot to it (/invite).',
  not_in_channel: 'Invite the bot to that channel (/invite).',
  is_archived: 'Unarchive the channel, or name another one.',
  restricted_action: 'A setting of the workspace keeps apps from posting there: let them, or name another channel.',
  messages_tab_disabled: 'Turn on the Messages tab: App Home, at api.slack.com/apps.',
  user_not_found: 'Correct the id: the person’s profile in Slack, “…”, copies it.',
  user_not_visible: 'Correct the id: the person’s profile in Slack, “…”, copies it.',
  [NOT_SLACK]: 'A proxy or a sign-in page answers in Slack’s place. Let this machine reach slack.com without it.',
}

/** For messages to one person. Requests that only they can review reach nobody. */
export function personalRemedyOf(reason: string): string {
  const settings = 'A setting of the workspace keeps the bot from messaging them: let it, or name somebody else.'
  const gone = 'Look whether they have left or are a bot, and name somebody else.'
  if (reason === 'restricted_action') return settings
  return ['channel_not_found', 'user_disabled', 'cannot_dm_bot', 'is_archived'].includes(reason)
    ? gone
    : remedyOf(reason)
}

/** `reason` is a result of `reasonOf`. A reason that is not one of Slack's error codes comes from the network. */
export function remedyOf(reason: string): string {
  if (cures[reason]) return cures[reason]
  if (/^HTTP 5/.test(reason)) return wait
  return /^[a-z_]+$/.test(reason) && !reason.startsWith('slack_webapi')
    ? `Slack’s page about it: https://docs.slack.dev/reference/methods (${reason}).`
    : away
}
