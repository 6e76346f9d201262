// Checks whether the people named in configuration and policy exist, are served, and can be messaged. Posts nothing.
import type { WebClient } from '@slack/web-api'
import { isBotError } from '../core/errors.ts'
import type { HealthCheck } from '../core/health-check.ts'
import type { NamedPerson } from '../core/people/named-people.ts'
import { type Person, refusalOf } from '../core/people/person.ts'
import { mayPass, reasonOf } from './client.ts'
import { createDirectories } from './directory.ts'
import { personalRemedyOf, remedyOf } from './health-check-remedies.ts'
import { leftOver, type Tried, tryToPost } from './health-checks-channel.ts'

/** Slack allows about a hundred `users.info` a minute, and the running bot needs some of them. */
const MOST_PEOPLE = 40
const SUBJECT = 'Slack people'
const GROUPS = 'Slack groups'

type LookupOutcome = { person: Person } | { wrong: string; remedy: string; passing: boolean }

export interface Looking {
  named: readonly NamedPerson[]
  /** Workspaces and organizations. */
  served: readonly string[]
  /** The bot's own user, who is looked up if no people are named. */
  bot: string | undefined
  /** Milliseconds since epoch. */
  now: () => number
}

export async function checkPeople(client: WebClient, { named, served, bot, now }: Looking): Promise<HealthCheck[]> {
  // The rate budget is ignored, because the operator waits for the result.
  const limits = { takeFromBudget: async () => 0 }
  const { attended: directory } = createDirectories(client, { clock: { now }, limits, served })
  const seen = new Map<string, Promise<LookupOutcome>>()
  const look = (id: string) => {
    const known = seen.get(id) ?? lookUpPerson(id)
    seen.set(id, known)
    return known
  }

  async function lookUpPerson(id: string): Promise<LookupOutcome> {
    try {
      const person = await directory.person({ id })
      const because = refusalOf(person, { teams: served, emailDomains: [] })
      if (because === undefined) return { person }
      return { wrong: inWords[because], remedy: because === 'foreign team' ? notServed : replaceThem, passing: false }
    } catch (error) {
      if (isBotError(error, 'no_such_person')) {
        return { wrong: 'does not exist in Slack', remedy: remedyOf('user_not_found'), passing: false }
      }
      const reason = whyNot(error)
      return { wrong: `could not be read (${reason})`, remedy: remedyOf(reason), passing: true }
    }
  }

  async function checkGroup({
    id,
    by,
    as,
  }: NamedPerson): Promise<{ findings: HealthCheck[]; members: readonly string[] }> {
    try {
      const members = await directory.membersOf(id)
      if (members === 'missing') {
        const finding = fault(GROUPS, as, `${id} (${by}) does not exist in Slack`, remedyOf('no_such_subteam'))
        return { findings: [finding], members: [] }
      }
      if (members.length > 0 || as === 'condition') return { findings: [], members }
      const finding = fault(GROUPS, as, `${id} (${by}) has no members`, 'Add people to the group, or name another one.')
      return { findings: [finding], members }
    } catch (error) {
      const reason = whyNot(error)
      return {
        findings: [fault(GROUPS, as, `${id} (${by}) cannot be read (${reason})`, remedyOf(reason))],
        members: [],
      }
    }
  }

  const findings: HealthCheck[] = []
  const groups = distinct(named.filter(({ id }) => id.startsWith('S')))
  const people = distinct(named.filter(({ id }) => !id.startsWith('S')))
  const groupResults = await inTurn(groups, async (group) => ({ group, ...(await checkGroup(group)) }))
  findings.push(...groupResults.flatMap((result) => result.findings))
  if (groups.length > 0 && findings.length === 0) {
    findings.push({ subject: GROUPS, state: 'ok', message: `${groups.length} named: can be read, and have members` })
  }

  const asked = people.slice(0, MOST_PEOPLE)
  const results = await inTurn(asked, async (entry) => ({ entry, looked: await look(entry.id) }))
  const reached: string[] = []
  for (const { entry, looked } of results) {
    if ('wrong' in looked) {
      const message = `${entry.id} (${entry.by}) ${looked.wrong}`
      findings.push(
        looked.passing
          ? { subject: SUBJECT, state: 'warning', message, remedy: looked.remedy }
          : fault(SUBJECT, entry.as, message, looked.remedy),
      )
    } else reached.push(entry.id)
  }
  let left = MOST_PEOPLE - asked.length
  let cut = people.length > asked.length
  for (const { group, members } of groupResults) {
    if (group.as === 'condition' || members.length === 0) continue
    const some = members.slice(0, Math.max(left, 0))
    left -= some.length
    cut ||= some.length < members.length
    const looked = await inTurn(some, look)
    const fine = some.filter((_, index) => 'person' in (looked[index] ?? {}))
    reached.push(...fine)
    if (fine.length > 0 || some.length < members.length) continue
    const why = [...new Set(looked.flatMap((outcome) => ('wrong' in outcome ? outcome.wrong : [])))].join(', ')
    findings.push(fault(GROUPS, group.as, `nobody in ${group.id} (${group.by}) can be asked: each ${why}`, replaceThem))
  }

  const unwritten = await canBeWrittenTo(client, [...new Set(reached)], now())
  findings.push(...unwritten)
  findings.push(...addresses(await Promise.all(seen.values())))
  if (named.length === 0) findings.push(await checkBotUser())
  else if (unwritten.length === 0 && findings.every(({ subject }) => subject !== SUBJECT) && reached.length > 0) {
    const message = `${new Set(reached).size} of those named: exist, are served, and can be written to; nothing was posted`
    findings.push({
      subject: SUBJECT,
      state: 'ok',
      message: cut ? `${message} (looked at the first ${MOST_PEOPLE})` : message,
    })
  }
  return findings

  /** Slack does not tell who installed an app. If no people are named, only the bot's own user can be looked up. */
  async function checkBotUser(): Promise<HealthCheck> {
    const message = 'nobody is named in APPROVERS, ADMINS or the policy, so whom the bot serves was not tried'
    const remedy = 'Type /dremio-pat in Slack: whoever is not served is told why.'
    if (bot === undefined) return { subject: SUBJECT, state: 'warning', message, remedy }
    const looked = await look(bot)
    // A bot user is always refused for being a bot, so only a failed lookup tells anything about Slack.
    const isReadable = !('wrong' in looked) || !looked.passing
    return {
      subject: SUBJECT,
      state: 'warning',
      message: isReadable ? message : `${message}; ${looked.wrong}`,
      remedy: isReadable ? remedy : looked.remedy,
    }
  }
}

/** Without Slack's word that an address is confirmed it identifies nobody. */
function addresses(outcomes: readonly LookupOutcome[]): HealthCheck[] {
  const isUnknown = outcomes.some(
    (outcome) =>
      'person' in outcome && outcome.person.email !== undefined && outcome.person.emailConfirmed === 'unknown',
  )
  if (!isUnknown) return []
  const message = "Slack doesn't say whether addresses are confirmed, so nobody can be linked by theirs"
  const remedy =
    'Look at SLACK_API_URL: Slack itself says it. Until then bot admins link people: /dremio-pat admin link.'
  return [{ subject: 'Slack addresses', state: 'failure', message, remedy }]
}

/** Opening a direct message is invisible to the person, and so is a message that is planned and taken back. */
async function canBeWrittenTo(client: WebClient, ids: readonly string[], now: number): Promise<HealthCheck[]> {
  const findings: HealthCheck[] = []
  for (const id of ids) {
    const tried = await tryToWrite(client, id, now)
    if (tried === 'would be posted') continue
    if ('left' in tried) {
      findings.push({ subject: SUBJECT, state: 'warning', ...leftOver(`${id}’s direct messages`, tried.left) })
      continue
    }
    const { refused } = tried
    // A setting of the app: Slack would say the same of everybody.
    if (refused === 'messages_tab_disabled') return [messagesTabOff]
    const message = mayPass(refused)
      ? `whether ${id} can be written to could not be tried (${refused})`
      : `${id} cannot be written to (${refused})`
    const state = mayPass(refused) ? ('warning' as const) : ('failure' as const)
    findings.push({ subject: SUBJECT, state, message, remedy: personalRemedyOf(refused) })
  }
  return findings
}

async function tryToWrite(client: WebClient, id: string, now: number): Promise<Tried> {
  try {
    const { channel } = await client.conversations.open({ users: id })
    return await tryToPost(client, channel?.id ?? id, now)
  } catch (error) {
    return { refused: reasonOf(error) }
  }
}

const messagesTabOff: HealthCheck = {
  subject: 'Messages tab',
  state: 'failure',
  message: 'off, so the bot can message nobody: no request, decision, reminder or token reaches people',
  remedy: remedyOf('messages_tab_disabled'),
}

const notServed = 'Put their workspace (T…) or organization (E…) into SLACK_TEAM_IDS, or name somebody else.'
const replaceThem = 'Name somebody else: they can neither decide nor administer.'
const inWords: Readonly<Record<NonNullable<ReturnType<typeof refusalOf>>, string>> = {
  deleted: 'is deactivated',
  bot: 'is a bot or workflow',
  guest: 'is a guest',
  stranger: 'belongs to another company',
  'foreign team': 'belongs to a workspace that is not served',
  'not joined': 'was invited and has not joined yet',
}

/**
 * A rule that only asks for group membership refuses people if the group is missing. Approvers and administrators are
 * needed, so their absence is a failure.
 */
function fault(subject: string, as: NamedPerson['as'], message: string, remedy: string): HealthCheck {
  return { subject, state: as === 'condition' ? 'warning' : 'failure', message, remedy }
}

/** Each id once, with its most important role. */
function distinct(named: readonly NamedPerson[]): NamedPerson[] {
  const byId = new Map<string, NamedPerson>()
  for (const entry of named) {
    const known = byId.get(entry.id)
    if (!known || known.as === 'condition') byId.set(entry.id, entry)
  }
  return [...byId.values()]
}

function whyNot(error: unknown): string {
  if (isBotError(error, 'slack_scope_missing')) return 'missing_scope'
  return isBotError(error, 'slack_unavailable') ? error.facts.reason : reasonOf(error)
}

/** One after the other, because all calls count against the rate limits of the running bot. */
async function inTurn<T, U>(all: readonly T[], look: (item: T) => Promise<U>): Promise<U[]> {
  const answers: U[] = []
  for (const item of all) answers.push(await look(item))
  return answers
}
