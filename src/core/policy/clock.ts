// The clock by which the hours and days of rules go: the policy's, or the one that the requester has set in Slack.
import type { PolicyContent } from './document.ts'
import type { Rule } from './rules.ts'

export interface RuleClock {
  /** IANA time zone. */
  timeZone: string
  /** People can change their own time zone in Slack at any moment. */
  of: 'policy' | 'requester'
}

/** `requesterZone` is the time zone of the requester's Slack profile. */
export function ruleClock({ timeZone }: Pick<PolicyContent, 'timeZone'>, requesterZone: string): RuleClock {
  return timeZone === undefined ? { timeZone: requesterZone, of: 'requester' } : { timeZone, of: 'policy' }
}

/**
 * The clock that mattered for a decision, or undefined if no rule up to the one that decided asks for the time. `rule`
 * is the name of the rule that decided; without such a rule, all were tried.
 */
export function clockOfDecision(
  policy: Pick<PolicyContent, 'timeZone' | 'rules'>,
  rule: string,
  requesterZone: string,
): RuleClock | undefined {
  const decided = policy.rules.findIndex(({ name }) => name === rule)
  const tried = decided === -1 ? policy.rules : policy.rules.slice(0, decided + 1)
  return tried.some(asksForTime) ? ruleClock(policy, requesterZone) : undefined
}

/**
 * The names of the rules by which people could avoid a review by setting another time zone in Slack: rules that ask for
 * the time and approve by themselves, or that stand in front of a rule that does.
 */
export function rulesByOwnClock({ timeZone, rules }: Pick<PolicyContent, 'timeZone' | 'rules'>): string[] {
  if (timeZone !== undefined) return []
  const lastApproval = rules.findLastIndex(({ then }) => then === 'approve')
  return rules.filter((rule, index) => index <= lastApproval && asksForTime(rule)).map(({ name }) => name)
}

function asksForTime({ when: { hours, days } }: Rule): boolean {
  return hours !== undefined || days !== undefined
}
