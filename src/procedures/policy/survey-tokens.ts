// Walks everybody's known tokens once: counts them, and finds those that break a setting of today's policy.
import type { BreakingToken, TokenSurvey } from '../../core/home.ts'
import { rulesBroken } from '../../core/policy/rules-broken.ts'
import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { listLeavers, tokenTally } from '../records/count-tokens.ts'
import { everyKnownToken, type KnownToken } from '../records/every-token.ts'

type SurveyPorts = Pick<Ports, 'tokens' | 'reminderRecords' | 'links' | 'departures' | 'clock' | 'policy'>

/** With many people the walk takes seconds, and a bot admin who clicks on Home reads it each time. */
const KEPT = MINUTE

interface Kept {
  /** Milliseconds since epoch. */
  at: number
  policyVersion: string
  survey: Promise<TokenSurvey>
}

const surveys = new WeakMap<object, Kept>()

/**
 * At most a minute old. Only settings are checked (label, lifetime, number): the rules ask Slack about each owner, which a
 * preview of the policy file does. Throws `redis_unavailable`.
 */
export function surveyTokens(ports: SurveyPorts): Promise<TokenSurvey> {
  const now = ports.clock.now()
  const policyVersion = ports.policy().version
  const kept = surveys.get(ports.tokens)
  if (kept && kept.policyVersion === policyVersion && Math.abs(now - kept.at) < KEPT) return kept.survey
  const started = { at: now, policyVersion, survey: survey(ports) }
  surveys.set(ports.tokens, started)
  started.survey.catch(() => {
    if (surveys.get(ports.tokens) === started) surveys.delete(ports.tokens)
  })
  return started.survey
}

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
