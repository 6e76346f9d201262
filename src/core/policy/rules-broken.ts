// Which rules of a policy a living token breaks, as if it were asked for under that policy.
import type { Denial, LabelForm } from '../requests/denial.ts'
import { DAY, HOUR, MINUTE } from '../time/duration.ts'
import { isLabel } from './ask.ts'
import { decideByRules, type Policy } from './evaluate.ts'
import type { PolicyFacts } from './when.ts'

/** Why it is not known what a policy makes of a request or a token. */
export type NotKnown =
  /** User groups (ids) that the rules name and that cannot be read at the moment. */
  | { because: 'groups'; groups: readonly string[] }
  /** The person is not served, or Slack does not know them. */
  | { because: 'person' }
  /** Nobody can say who the person's manager is. */
  | { because: 'manager' }
  /** Slack did not answer. */
  | { because: 'slack' }
  /** The rules ask whether it renewed a token, and that one is not stored any more. */
  | { because: 'replaced token' }

export interface JudgedToken {
  label: string
  /** Milliseconds since epoch, as `expiresAt`. */
  createdAt: number
  expiresAt: number
}

export interface TokenFacts {
  /**
   * The owner's active tokens that count towards the limit, this one among them. Undefined for a token that does not count,
   * because it was created elsewhere or is being replaced.
   */
  counted: number | undefined
  /**
   * What the rules ask: `activeTokens` are those that the owner had before this one, `now` is when it was asked for.
   * `rotation` is undefined if it is not known whether the token renewed another one.
   */
  rules: (Omit<PolicyFacts, 'rotation'> & { rotation: boolean | undefined }) | NotKnown
}

export type BrokenRule =
  | { kind: 'label form'; form: LabelForm }
  /** Lifetimes in milliseconds. */
  | { kind: 'lifetime'; lifetime: number; most: number }
  | { kind: 'too many tokens'; active: number; most: number }
  /** `rule` is the name of the rule that would deny it, or the bot's own words if none would allow it. */
  | { kind: 'denied'; rule: string; denial: Denial }
  /** What the rules would say is not known; the settings are checked all the same. */
  | { kind: 'unknown'; notKnown: NotKnown }

/** Empty if the token breaks none. The reason is not looked at, because it belongs to the request. */
export function rulesBroken(policy: Policy, token: JudgedToken, { counted, rules }: TokenFacts): BrokenRule[] {
  const { max, min } = policy.lifetime
  const lifetime = lifetimeOf(token)
  const broken: BrokenRule[] = []
  if (!isLabel(policy, token.label)) broken.push({ kind: 'label form', form: policy.label.form })
  if (lifetime > max) broken.push({ kind: 'lifetime', lifetime, most: max })
  const { maxActive } = policy.tokens
  if (counted !== undefined && counted > maxActive) {
    broken.push({ kind: 'too many tokens', active: counted, most: maxActive })
  }
  // A lifetime out of bounds is told above, and the rules are asked about the nearest one that is allowed.
  const ask = { label: token.label, reason: '', lifetime: Math.max(min, Math.min(lifetime, max)) }
  const byRule = brokenBy(policy, ask, rules)
  return byRule ? [...broken, byRule] : broken
}

function brokenBy(
  policy: Policy,
  ask: Parameters<typeof decideByRules>[1],
  rules: TokenFacts['rules'],
): BrokenRule | undefined {
  if ('because' in rules) return { kind: 'unknown', notKnown: rules }
  const [first, ...others] = (rules.rotation === undefined ? [true, false] : [rules.rotation]).map((rotation) =>
    decideByRules(policy, ask, { ...rules, rotation }),
  )
  const isDenied = first?.verdict === 'deny'
  if (others.some(({ verdict }) => (verdict === 'deny') !== isDenied)) {
    return { kind: 'unknown', notKnown: { because: 'replaced token' } }
  }
  return first?.verdict === 'deny' ? { kind: 'denied', rule: first.rule, denial: first.denial } : undefined
}

/** Dremio's moments may differ a little from the lifetime that was asked for, milliseconds. */
const INEXACT = MINUTE

/** The lifetime that was asked for, milliseconds. */
export function lifetimeOf({ createdAt, expiresAt }: Pick<JudgedToken, 'createdAt' | 'expiresAt'>): number {
  const lived = expiresAt - createdAt
  const whole = [DAY, HOUR, MINUTE].map((unit) => Math.round(lived / unit) * unit)
  return whole.find((rounded) => rounded > 0 && Math.abs(rounded - lived) <= INEXACT) ?? lived
}

/** Whether the policy's rules go by the time at which something was asked for. */
export function asksForTime({ rules }: Policy): boolean {
  return rules.some(({ when }) => when.hours !== undefined || when.days !== undefined)
}

/** Whether the policy's rules ask whether a token renews another one. */
export function asksForRotation({ rules }: Policy): boolean {
  return rules.some(({ when }) => when.rotation !== undefined)
}
