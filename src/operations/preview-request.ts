// What would hold if I asked now: my active tokens, the limit, who would decide. Makes nothing.
import { BotError, isBotError } from '../core/errors.ts'
import type { Actor, Person } from '../core/person.ts'
import { type Approval, type Ask, decide, groupsIn, type Policy, type Referral } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import { isAlive } from '../core/token.ts'
import { admit } from './admit.ts'
import { identifyPerson } from './identify-person.ts'
import { nameApprovers } from './name-approvers.ts'

export interface Preview {
  person: Person
  activeTokens: number
  /** Names the rule that decides. */
  decision: Approval | Referral
  /** Slack ids of those who would be asked; nobody where the rule itself approves. */
  approvers: string[]
}

export interface Circumstances {
  /** The policy by which the ask was checked; today's if not said. */
  policy?: Policy
  /** One of their tokens is renewed by this. */
  rotation?: boolean
}

/**
 * The same steps that a request takes before it is written, so that form and outcome cannot disagree. Throws every
 * refusal that a request would meet, and `slack_unavailable` if a group that the rules speak of cannot be read.
 */
export async function previewRequest(
  ports: Ports,
  actor: Actor,
  ask: Ask,
  { policy = ports.policy(), rotation = false }: Circumstances = {},
): Promise<Preview> {
  const person = await admit(ports, actor)
  if (!ports.sessions.abilities.can.create) {
    throw new BotError('way_cannot', { way: ports.sessions.way, doing: 'create' })
  }
  await identifyUnlessAway(ports, person)
  const now = ports.clock.now()
  const activeTokens = (await ports.tokens.of(person.id)).filter((token) => isAlive(token, now)).length
  const groups = await groupsOf(ports, person, groupsIn(policy))
  const { id: requester, timeZone } = person
  const decision = decide(policy, ask, { requester, groups, activeTokens, now, timeZone, rotation })
  if (decision.verdict === 'deny') {
    throw new BotError('policy_denied', { rule: decision.rule, because: decision.because })
  }
  const approvers = decision.verdict === 'approve' ? [] : await nameApprovers(ports, decision, person.id)
  if (decision.verdict === 'review' && approvers.length < decision.quorum) {
    throw new BotError('no_approver', { rule: decision.rule })
  }
  return { person, activeTokens, decision, approvers }
}

async function groupsOf(ports: Ports, { id }: Person, groups: string[]): Promise<ReadonlySet<string>> {
  const members = await Promise.all(groups.map((group) => ports.directory.membersOf(group)))
  return new Set(groups.filter((_, index) => members[index]?.includes(id)))
}

/** Asking needs no Dremio, so its bad hour is no reason to refuse; whoever has no user there hears it before anybody reviews. */
async function identifyUnlessAway(ports: Ports, person: Person): Promise<void> {
  try {
    await identifyPerson(ports, person)
  } catch (error) {
    // Where people sign in, that comes with the collecting.
    if (!isBotError(error, 'dremio_unavailable', 'dremio_busy', 'not_signed_in')) throw error
  }
}
