// Whether those whom configuration and policy name exist, are served, and can be written to. Posts nothing.
import type { WebClient } from '@slack/web-api'
import { isBotError } from '../core/errors.ts'
import type { HealthCheck } from '../core/health-check.ts'
import type { NamedPerson } from '../core/people/named-people.ts'
import { type Person, refusalOf } from '../core/people/person.ts'
import { cureOf } from './check-up-cures.ts'
import { reasonOf } from './client.ts'
import { createDirectories } from './directory.ts'

/** Slack takes about a hundred `users.info` a minute, and the bot itself needs some of them. */
const MOST_PEOPLE = 40
const SUBJECT = 'Slack people'
const GROUPS = 'Slack groups'

type Looked = { person: Person } | { wrong: string; remedy: string; passing: boolean }

export interface Looking {
  named: readonly NamedPerson[]
  /** Workspaces and organizations. */
  served: readonly string[]
  /** The bot's own user, who is looked up where nobody is named. */
  bot: string | undefined
  /** Milliseconds since epoch. */
  now: () => number
}

export async function checkUpPeople(client: WebClient, { named, served, bot, now }: Looking): Promise<HealthCheck[]> {
  // Whoever runs `doctor` waits for it.
  const limits = { takeFromBudget: async () => 0 }
  const { attended: directory } = createDirectories(client, { clock: { now }, limits, served })
  const seen = new Map<string, Promise<Looked>>()
  const look = (id: string) => {
    const known = seen.get(id) ?? nextCheckAt(id)
    seen.set(id, known)
    return known
  }

  async function nextCheckAt(id: string): Promise<Looked> {
    try {
      const person = await directory.person({ id })
      const because = refusalOf(person, { teams: served, emailDomains: [] })
      if (because === undefined) return { person }
      return { wrong: inWords[because], remedy: because === 'foreign team' ? notServed : replaceThem, passing: false }
    } catch (error) {
      if (isBotError(error, 'no_such_person')) {
        return { wrong: 'does not exist in Slack', remedy: cureOf('user_not_found'), passing: false }
      }
      const reason = whyNot(error)
      return { wrong: `could not be read (${reason})`, remedy: cureOf(reason), passing: true }
    }
  }

  async function lookAtGroup({ id, by, as }: NamedPerson): Promise<{ findings: HealthCheck[]; members: string[] }> {
    try {
      const members = await directory.membersOf(id)
      if (members.length > 0 || as === 'condition') return { findings: [], members }
      const finding = fault(GROUPS, as, `${id} (${by}) has no members`, 'Add people to the group, or name another one.')
      return { findings: [finding], members }
    } catch (error) {
      const reason = whyNot(error)
      return { findings: [fault(GROUPS, as, `${id} (${by}) cannot be read (${reason})`, cureOf(reason))], members: [] }
    }
  }

  const findings: HealthCheck[] = []
  const groups = distinct(named.filter(({ id }) => id.startsWith('S')))
  const people = distinct(named.filter(({ id }) => !id.startsWith('S')))
  const read = await inTurn(groups, async (group) => ({ group, ...(await lookAtGroup(group)) }))
  findings.push(...read.flatMap((one) => one.findings))
  if (groups.length > 0 && findings.length === 0) {
    findings.push({ subject: GROUPS, state: 'ok', message: `${groups.length} named: can be read, and have members` })
  }

  const asked = people.slice(0, MOST_PEOPLE)
  const wrong = await inTurn(asked, async (one) => ({ one, looked: await look(one.id) }))
  const reached: string[] = []
  for (const { one, looked } of wrong) {
    if ('wrong' in looked) {
      const message = `${one.id} (${one.by}) ${looked.wrong}`
      findings.push(
        looked.passing
          ? { subject: SUBJECT, state: 'warning', message, remedy: looked.remedy }
          : fault(SUBJECT, one.as, message, looked.remedy),
      )
    } else reached.push(one.id)
  }
  let left = MOST_PEOPLE - asked.length
  let cut = people.length > asked.length
  for (const { group, members } of read) {
    if (group.as === 'condition' || members.length === 0) continue
    const some = members.slice(0, Math.max(left, 0))
    left -= some.length
    cut ||= some.length < members.length
    const looked = await inTurn(some, look)
    const fine = some.filter((_, index) => 'person' in (looked[index] ?? {}))
    reached.push(...fine)
    if (fine.length > 0 || some.length < members.length) continue
    const why = [...new Set(looked.flatMap((one) => ('wrong' in one ? one.wrong : [])))].join(', ')
    findings.push(fault(GROUPS, group.as, `nobody in ${group.id} (${group.by}) can be asked: each ${why}`, replaceThem))
  }

  findings.push(...(await canBeWrittenTo(client, [...new Set(reached)])))
  if (named.length === 0) findings.push(await lookAtBot())
  else if (findings.every(({ subject }) => subject !== SUBJECT) && reached.length > 0) {
    const message = `${new Set(reached).size} of those named: exist, are served, and can be written to as far as Slack tells without posting`
    findings.push({
      subject: SUBJECT,
      state: 'ok',
      message: cut ? `${message} (looked at the first ${MOST_PEOPLE})` : message,
    })
  }
  return findings

  /** Slack tells nobody who installed an app, so where nobody is named the bot itself is all there is to try it on. */
  async function lookAtBot(): Promise<HealthCheck> {
    const message = 'nobody is named in APPROVERS, ADMINS or the policy, so whom the bot serves was not tried'
    const remedy = 'Type /dremio-pat in Slack: whoever is not served is told why.'
    if (bot === undefined) return { subject: SUBJECT, state: 'warning', message, remedy }
    const looked = await look(bot)
    // A bot is refused for being one, which comes after nothing that concerns its workspace but this.
    const isReadable = !('wrong' in looked) || !looked.passing
    return {
      subject: SUBJECT,
      state: 'warning',
      message: isReadable ? message : `${message}; ${looked.wrong}`,
      remedy: isReadable ? remedy : looked.remedy,
    }
  }
}

/** Opening direct messages shows nobody anything. */
async function canBeWrittenTo(client: WebClient, ids: readonly string[]): Promise<HealthCheck[]> {
  const refusals = await inTurn(ids, async (id) => {
    try {
      await client.conversations.open({ users: id })
      return []
    } catch (error) {
      const reason = reasonOf(error)
      return [{ id, reason }]
    }
  })
  return refusals.flat().map(({ id, reason }) => ({
    subject: SUBJECT,
    state: 'failure' as const,
    message: `${id} cannot be written to (${reason})`,
    remedy: cureOf(reason),
  }))
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

/** A rule that only asks who is in a group refuses without it, and decides nothing; everybody else has work to do. */
function fault(subject: string, as: NamedPerson['as'], message: string, remedy: string): HealthCheck {
  return { subject, state: as === 'condition' ? 'warning' : 'failure', message, remedy }
}

/** Each once, as what matters most. */
function distinct(named: readonly NamedPerson[]): NamedPerson[] {
  const byId = new Map<string, NamedPerson>()
  for (const one of named) {
    const known = byId.get(one.id)
    if (!known || known.as === 'condition') byId.set(one.id, one)
  }
  return [...byId.values()]
}

function whyNot(error: unknown): string {
  if (isBotError(error, 'slack_scope_missing')) return 'missing_scope'
  return isBotError(error, 'slack_unavailable') ? error.facts.reason : reasonOf(error)
}

/** One after the other: this must not take from the limits that the running bot lives on. */
async function inTurn<T, U>(all: readonly T[], look: (one: T) => Promise<U>): Promise<U[]> {
  const answers: U[] = []
  for (const one of all) answers.push(await look(one))
  return answers
}
