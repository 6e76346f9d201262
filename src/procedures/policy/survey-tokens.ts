// Walks everybody's known tokens once: counts them, and finds those that break a setting of today's policy.
import type { BreakingToken, TokenSurvey } from '../../core/home.ts'
import { rulesBroken } from '../../core/policy/rules-broken.ts'
import type { Ports } from '../../core/ports.ts'
import { listLeavers, tokenTally } from '../records/count-tokens.ts'
import { everyKnownToken, type KnownToken } from '../records/every-token.ts'

type SurveyPorts = Pick<Ports, 'tokens' | 'reminderRecords' | 'links' | 'departures' | 'clock' | 'policy'>

/**
 * Only settings are checked (label, lifetime, number): the rules ask Slack about each owner, which a preview of the policy
 * file does. Calls at the same time share one walk. Throws `redis_unavailable`.
 */
export async function surveyTokens(ports: SurveyPorts): Promise<TokenSurvey> {
  const running = surveys.get(ports.tokens) ?? survey(ports)
  surveys.set(ports.tokens, running)
  try {
    return await running
  } finally {
    surveys.delete(ports.tokens)
  }
}

const surveys = new WeakMap<object, Promise<TokenSurvey>>()

async function survey(ports: SurveyPorts): Promise<TokenSurvey> {
  const tally = tokenTally(ports.clock.now(), await listLeavers(ports))
  const working: KnownToken[] = []
  const counted = new Map<string, number>()
  for await (const token of everyKnownToken(ports, { onUnreadable: tally.unreadable })) {
    tally.add(token)
    if (token.state === 'active' || token.state === 'retiring') working.push(token)
    if (isCounted(token)) counted.set(token.owner, (counted.get(token.owner) ?? 0) + 1)
  }
  const policy = ports.policy()
  const breaking = working.flatMap((token): BreakingToken[] => {
    const facts = { counted: isCounted(token) ? counted.get(token.owner) : undefined, rules: notAsked }
    const broken = rulesBroken(policy, token, facts).filter(({ kind }) => kind !== 'unknown')
    const { tid, owner, label, expiresAt } = token
    return broken.length > 0 ? [{ tid, owner, label, expiresAt, broken }] : []
  })
  return { counts: tally.counts, breaking: breaking.sort((one, other) => other.expiresAt - one.expiresAt) }
}

const notAsked = { because: 'slack' } as const

/** Towards the limit on active tokens: not those created elsewhere, nor an old one beside its replacement. */
function isCounted({ madeHere, state }: KnownToken): boolean {
  return madeHere && state === 'active'
}
