// The Slack checks of `doctor`: the token, its scopes, whom it serves, and whether the named people can be messaged.
import type { WebClient } from '@slack/web-api'
import type { HealthCheck } from '../core/health-check.ts'
import type { NamedPerson } from '../core/people/named-people.ts'
import { isLastingReason, reasonOf, refusesToken } from './client.ts'
import { remedyOf, scopeRemedy } from './health-check-remedies.ts'
import { checkChangeable } from './health-checks-changeable.ts'
import { checkChannel } from './health-checks-channel.ts'
import { checkPeople } from './health-checks-people.ts'
import { type AuthTestAnswer, organizationOf, servedBy } from './installation.ts'

export interface SlackToCheck {
  /** The scopes in manifest.yml. */
  scopes: { required: readonly string[]; optional: readonly string[] }
  /** SLACK_TEAM_IDS, if it is set. */
  served?: readonly string[] | undefined
  /** People and groups named in configuration and policy, with their role. */
  named?: readonly NamedPerson[]
  /** Label of the profile field that names managers, if a rule asks the manager. */
  managerField?: string | undefined
  auditChannel?: string | undefined
  /** Channels to which rules send a card, with the rule's name. */
  ruleChannels?: readonly { id: string; rule: string }[]
  /** Whether Slack signs its requests; in Socket Mode it does not. */
  signs?: boolean
  /** Milliseconds since epoch. */
  now: () => number
}

/** `client` must neither retry nor wait for long. Posts nothing. Never throws. */
export async function checkSlack(client: WebClient, { scopes, ...wanted }: SlackToCheck): Promise<HealthCheck[]> {
  let answer: Awaited<ReturnType<WebClient['auth']['test']>>
  try {
    answer = await client.auth.test()
  } catch (error) {
    const reason = reasonOf(error)
    // Only Slack's own refusal concerns the token.
    const message =
      refusesToken(reason) || isLastingReason(reason) ? `not accepted (${reason})` : `could not be tried (${reason})`
    return [{ subject: 'Slack token', state: 'failure', message, remedy: remedyOf(reason) }]
  }
  const workspaces = await workspacesOf(client, answer)
  const served = wanted.served ?? servedBy(answer)
  return [
    token(answer),
    granted(answer.response_metadata?.scopes, scopes),
    whom(answer, served, workspaces),
    ...(await checkPeople(client, { named: wanted.named ?? [], served, bot: answer.user_id, now: wanted.now })),
    ...(await checkChangeable(client, {
      ...{ named: wanted.named ?? [], served, managerField: wanted.managerField },
      clock: { now: wanted.now },
    })),
    ...(await checkChannels(client, wanted)),
    ...(wanted.signs ? [signature] : []),
  ]
}

async function checkChannels(
  client: WebClient,
  { auditChannel, ruleChannels = [], now }: Pick<SlackToCheck, 'auditChannel' | 'ruleChannels' | 'now'>,
): Promise<HealthCheck[]> {
  const channels = [
    ...(auditChannel === undefined ? [] : [{ id: auditChannel, subject: 'Audit channel' }]),
    ...ruleChannels.map(({ id, rule }) => ({ id, subject: `Channel of rule “${rule}”` })),
  ]
  const findings: HealthCheck[] = []
  for (const channel of channels) findings.push(await checkChannel(client, channel, now()))
  return findings
}

function token(answer: AuthTestAnswer & { bot_id?: string }): HealthCheck {
  const subject = 'Slack token'
  const organization = organizationOf(answer)
  const [id] = servedBy(answer)
  if (answer.bot_id === undefined) {
    const remedy = 'Take the “Bot User OAuth Token” (xoxb-…) of the page “OAuth & Permissions” for SLACK_BOT_TOKEN.'
    return { subject, state: 'failure', message: 'accepted, but it is a person’s and not the bot’s', remedy }
  }
  if (id === undefined) {
    const remedy = 'Set SLACK_TEAM_IDS, and look at SLACK_API_URL.'
    return { subject, state: 'failure', message: 'accepted, but Slack names no workspace', remedy }
  }
  const whose = organization === undefined ? `in the workspace ${id}` : `for the organization ${organization}`
  return { subject, state: 'ok', message: `accepted, ${whose}` }
}

/** The workspaces of an organization's token, or the reason why Slack does not list them. */
async function workspacesOf(client: WebClient, answer: AuthTestAnswer): Promise<string[] | { unknown: string }> {
  if (organizationOf(answer) === undefined) return answer.team_id ? [answer.team_id] : []
  try {
    const { teams = [] } = await client.auth.teams.list({ limit: 1_000 })
    return teams.flatMap(({ id }) => id ?? [])
  } catch (error) {
    return { unknown: reasonOf(error) }
  }
}

function whom(
  answer: AuthTestAnswer,
  served: readonly string[],
  workspaces: string[] | { unknown: string },
): HealthCheck {
  const subject = 'Slack workspaces'
  const organization = organizationOf(answer)
  if ('unknown' in workspaces) {
    const message = `serves ${served.join(', ')}; the organization’s workspaces are not told (${workspaces.unknown})`
    return { subject, state: 'warning', message, remedy: remedyOf(workspaces.unknown) }
  }
  if (organization !== undefined && workspaces.length === 0) {
    const remedy =
      'An administrator of the organization adds it: Organization settings, Integrations, this app, “Add to more workspaces”.'
    return { subject, state: 'failure', message: `the app was added to no workspace of ${organization} yet`, remedy }
  }
  const reached = [...workspaces, ...(organization === undefined ? [] : [organization])]
  const strange = served.filter((id) => !reached.includes(id))
  const ofIt = organization === undefined ? '' : `; of ${organization} the app is in ${workspaces.join(', ')}`
  const message = `serves ${served.join(', ')}${ofIt}`
  if (strange.length === 0) return { subject, state: 'ok', message }
  const remedy = `SLACK_TEAM_IDS names ${strange.join(', ')}, where this token does not reach. Correct it, or leave it out.`
  return { subject, state: strange.length === served.length ? 'failure' : 'warning', message, remedy }
}

/** What does not work without each of the optional scopes. */
const uses: Readonly<Record<string, string>> = {
  'files:write': 'calendar files (dates come as text) and bot admins’ CSV files',
  'im:history': 'the offer to revoke a token that somebody pastes to the bot',
  'usergroups:read': 'groups in APPROVERS, ADMINS and the policy (rules that name one refuse)',
  'users.profile:read': 'managers from Slack profiles (the rule’s fallback is asked instead)',
}

/** Slack sends the token's scopes with every answer; an emulator may not. */
function granted(has: readonly string[] | undefined, { required, optional }: SlackToCheck['scopes']): HealthCheck {
  const subject = 'Slack scopes'
  if (!has)
    return { subject, state: 'warning', message: 'not told', remedy: 'Compare the app with manifest.yml by hand.' }
  const missing = required.filter((scope) => !has.includes(scope))
  if (missing.length > 0)
    return { subject, state: 'failure', message: `missing: ${missing.join(', ')}`, remedy: scopeRemedy }
  const left = optional.filter((scope) => !has.includes(scope))
  if (left.length > 0) {
    const message = `left out: ${left.map((scope) => `${scope}, for ${uses[scope] ?? 'what it is named for'}`).join('; ')}`
    return { subject, state: 'warning', message, remedy: `If that is not meant: ${scopeRemedy}` }
  }
  const more = has.filter((scope) => !required.includes(scope) && !optional.includes(scope))
  if (more.length > 0) {
    return { subject, state: 'warning', message: `more than needed: ${more.join(', ')}`, remedy: 'Take them away.' }
  }
  return { subject, state: 'ok', message: `all ${required.length + optional.length} of manifest.yml, and no more` }
}

/** Only a real request from Slack can prove the signing secret. */
const signature: HealthCheck = {
  subject: 'Slack signature',
  state: 'ok',
  message:
    'not tried: only Slack can. If SLACK_SIGNING_SECRET is wrong, every request is answered 401, and people see “dispatch_failed”',
}
