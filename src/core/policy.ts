// The rules: may this person have this token, and who decides? Pure: data in, a decision that names its rule out.
import { DAY, HOUR, lifetimeInWords, readLifetime } from './lifetime.ts'
import type { Verdict } from './request-state.ts'
import { looksLikeSecret } from './secret.ts'

/** `user:U…` or `group:S…`. */
export type Approver = `user:${string}` | `group:${string}`

export interface Rule {
  name: string
  when: { lifetimeUpTo?: number }
  verdict: 'review'
  approvers: Approver[]
}

export interface Policy {
  /** Recorded with every request and in the audit. */
  version: string
  /** Milliseconds. */
  lifetime: { default: number; min: number; max: number; choices: number[] }
  tokens: { maxActive: number }
  /** Source of a regular expression with the `u` flag. */
  label: { pattern: string; hint: string }
  reason: { required: boolean }
  /** The first that matches decides; none is a refusal. */
  rules: Rule[]
}

/** What somebody asks for. `lifetime` in milliseconds. */
export interface Ask {
  label: string
  lifetime: number
  reason: string
}

export type Decision =
  | { verdict: 'review'; rule: string; approvers: Approver[] }
  | { verdict: 'deny'; rule: string; because: string }

/** A reason longer than this does not fit a review card; it is Slack's own limit for a text input as well. */
export const LONGEST_REASON = 1_000
export const LONGEST_COMMENT = 1_000

/**
 * The policy that holds without a policy file: lifetimes up to 90 days, every request reviewed by APPROVERS.
 * Dremio Software takes no lifetime below a day.
 */
export function builtInPolicy(approvers: readonly string[], edition: 'cloud' | 'software'): Policy {
  return {
    version: 'built-in',
    lifetime: {
      default: 30 * DAY,
      min: edition === 'software' ? DAY : HOUR,
      max: 90 * DAY,
      choices: [DAY, 7 * DAY, 30 * DAY, 90 * DAY],
    },
    tokens: { maxActive: 5 },
    label: {
      pattern: '^[\\p{L}\\p{N} ._-]{3,60}$',
      hint: '3 to 60 letters, digits, spaces, dots, dashes and underscores',
    },
    reason: { required: true },
    rules: [
      {
        name: 'every request is reviewed',
        when: { lifetimeUpTo: 90 * DAY },
        verdict: 'review',
        approvers: approvers.map((id): Approver => (id.startsWith('S') ? `group:${id}` : `user:${id}`)),
      },
    ],
  }
}

/** What is wrong with the ask, by field, in words for the person; empty if nothing is. */
export function askErrors(policy: Policy, ask: Ask): Partial<Record<keyof Ask, string>> {
  const errors: Partial<Record<keyof Ask, string>> = {}
  const { min, max } = policy.lifetime
  if (!new RegExp(policy.label.pattern, 'u').test(ask.label)) errors.label = `Use ${policy.label.hint}.`
  if (!Number.isInteger(ask.lifetime) || ask.lifetime < min || ask.lifetime > max) {
    errors.lifetime = `Choose between ${lifetimeInWords(min)} and ${lifetimeInWords(max)}.`
  }
  if (policy.reason.required && ask.reason.trim() === '') errors.reason = 'Say what the token is for.'
  else if (looksLikeSecret(ask.reason)) errors.reason = 'That looks like a token. Never write one down here.'
  else if (ask.reason.length > LONGEST_REASON) errors.reason = `Use at most ${LONGEST_REASON} characters.`
  return errors
}

/** What is wrong with a reviewer's comment, in words for them; undefined if nothing is. */
export function commentError(verdict: Verdict, comment = ''): string | undefined {
  if (verdict === 'denied' && comment.trim() === '') return 'Say why, so that they know what to do next.'
  if (looksLikeSecret(comment)) return 'That looks like a token. Never write one down here.'
  return comment.trim().length > LONGEST_COMMENT ? `Use at most ${LONGEST_COMMENT} characters.` : undefined
}

/** Decides an ask that has no errors. The first rule that matches wins and is named; no match is a refusal. */
export function decide(policy: Policy, ask: Ask, facts: { activeTokens: number }): Decision {
  const { maxActive } = policy.tokens
  if (facts.activeTokens >= maxActive) {
    return {
      verdict: 'deny',
      rule: `at most ${maxActive} active tokens`,
      because: `You have ${facts.activeTokens} active tokens already. Revoke one that you do not need, then ask again.`,
    }
  }
  const rule = policy.rules.find(({ when }) => when.lifetimeUpTo === undefined || ask.lifetime <= when.lifetimeUpTo)
  if (!rule) return { verdict: 'deny', rule: 'no rule matches', because: 'No rule allows such a token.' }
  return { verdict: 'review', rule: rule.name, approvers: rule.approvers }
}

/** Who may decide under this rule today. A rule that is gone gives nobody the right. */
export function approversUnder(policy: Policy, rule: string): Approver[] {
  return policy.rules.find(({ name }) => name === rule)?.approvers ?? []
}

/** Lifetimes to choose from, milliseconds, shortest first; `wanted` is added where the policy allows it. */
export function lifetimeChoices(policy: Policy, wanted?: number, most = policy.lifetime.max): number[] {
  const { choices, min, max } = policy.lifetime
  const all = wanted === undefined ? choices : [...choices, wanted]
  const allowed = all.filter((choice) => choice >= min && choice <= Math.min(max, most))
  return [...new Set(allowed)].sort((one, other) => one - other)
}

/**
 * Reads the words behind `create`: a last word that is a duration is the lifetime, the rest is the label. `create 7d`
 * therefore asks for seven days with an empty label.
 */
export function readAsk(words: string[]): { label: string; lifetime?: number } {
  const last = words.at(-1)
  const lifetime = last === undefined ? undefined : readLifetime(last)
  if (lifetime === undefined) return { label: words.join(' ') }
  return { label: words.slice(0, -1).join(' '), lifetime }
}
