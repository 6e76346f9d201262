// What would hold if I asked now: my active tokens, the limit, who would decide. Makes nothing.
import { BotError, isBotError } from '../core/errors.ts'
import type { Actor, Person } from '../core/person.ts'
import { type Ask, type Decision, decide } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import { isAlive } from '../core/token.ts'
import { admit } from './admit.ts'
import { identifyPerson } from './identify-person.ts'
import { nameApprovers } from './name-approvers.ts'

export interface Preview {
  person: Person
  activeTokens: number
  /** The rule that decides. */
  rule: string
  /** Slack ids of those who would be asked. */
  approvers: string[]
}

/**
 * The same steps that a request takes before it is written, so that form and outcome cannot disagree. Throws every
 * refusal that a request would meet.
 */
export async function previewRequest(ports: Ports, actor: Actor, ask: Ask): Promise<Preview> {
  const person = await admit(ports, actor)
  if (!ports.sessions.abilities.can.create) {
    throw new BotError('way_cannot', { way: ports.sessions.way, doing: 'create' })
  }
  await identifyUnlessAway(ports, person)
  const now = ports.clock.now()
  const activeTokens = (await ports.tokens.of(person.id)).filter((token) => isAlive(token, now)).length
  const decision: Decision = decide(ports.policy(), ask, { activeTokens })
  if (decision.verdict === 'deny') {
    throw new BotError('policy_denied', { rule: decision.rule, because: decision.because })
  }
  const approvers = await nameApprovers(ports, decision.approvers, person.id)
  if (approvers.length === 0) throw new BotError('no_approver', { rule: decision.rule })
  return { person, activeTokens, rule: decision.rule, approvers }
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
