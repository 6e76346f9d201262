// Checks what a person asks for against the policy's settings, and lists the lifetimes to choose from.

import { cleanLine, cleanText } from '../clean-text.ts'
import type { Verdict } from '../requests/request-state.ts'
import { durationText } from '../time/duration.ts'
import { looksLikeSecret } from '../tokens/token-value.ts'
import type { PolicyContent } from './document.ts'
import { matchesPattern } from './pattern.ts'

/** What a person asks for. `lifetime` is in milliseconds. */
export interface Ask {
  label: string
  lifetime: number
  reason: string
}

/** The ask as it is checked and stored. */
export function cleanAsk<Asked extends Ask>(ask: Asked): Asked {
  return { ...ask, label: cleanLine(ask.label), reason: cleanText(ask.reason) }
}

type Settings = Pick<PolicyContent, 'lifetime' | 'label' | 'reason'>

/** A longer reason does not fit on a review card. It is also Slack's limit for a text input. */
export const LONGEST_REASON = 1_000
export const LONGEST_COMMENT = 1_000
/** Applies whatever the policy's pattern allows, because Dremio's label also holds the mark, on the same line. */
const ANY_LABEL = /^\P{Cc}{1,150}$/u
const NO_SECRETS = 'That looks like a token. Don’t paste tokens here. To revoke it, run /dremio-pat leaked.'

/** What is wrong with the ask, by field, in words for the person. Empty if nothing is wrong. */
export function askErrors(policy: Settings, ask: Ask): Partial<Record<keyof Ask, string>> {
  const errors: Partial<Record<keyof Ask, string>> = {}
  const { min, max } = policy.lifetime
  if (looksLikeSecret(ask.label)) errors.label = NO_SECRETS
  else if (!isLabel(policy, ask.label)) errors.label = `Use ${policy.label.hint}.`
  if (!Number.isInteger(ask.lifetime) || ask.lifetime < min || ask.lifetime > max) {
    errors.lifetime = `Choose between ${durationText(min)} and ${durationText(max)}.`
  }
  const reason = reasonError(policy, ask.reason)
  if (reason !== undefined) errors.reason = reason
  return errors
}

/** Whether the policy accepts the label. */
export function isLabel({ label: { pattern } }: Pick<Settings, 'label'>, label: string): boolean {
  return ANY_LABEL.test(label) && matchesPattern(pattern, label)
}

/** What is wrong with the reason, or undefined. An optional reason may be empty, but if it is given it must fit. */
export function reasonError({ reason: { required, pattern, hint } }: Pick<Settings, 'reason'>, reason: string) {
  if (reason.trim() === '') return required ? 'Say what the token is for.' : undefined
  if (looksLikeSecret(reason)) return NO_SECRETS
  if (reason.length > LONGEST_REASON) return `Use at most ${LONGEST_REASON} characters.`
  if (pattern === undefined || matchesPattern(pattern, reason.trim())) return undefined
  return hint === undefined
    ? 'Your company asks for a certain format here. A bot admin can tell you which.'
    : `Include ${hint}.`
}

/** What is wrong with a reviewer's comment, in words for the reviewer, or undefined. */
export function commentError(verdict: Verdict, comment = ''): string | undefined {
  if (verdict === 'denied' && comment.trim() === '') return 'Say why, so they know what to do next.'
  if (looksLikeSecret(comment)) return NO_SECRETS
  return comment.trim().length > LONGEST_COMMENT ? `Use at most ${LONGEST_COMMENT} characters.` : undefined
}

/**
 * Lifetimes to choose from, milliseconds, shortest first, never empty. `wanted` is added if the policy allows it.
 * `most` is the longest lifetime that a reviewer may grant; it is offered even if the policy's minimum has become
 * longer since.
 */
export function lifetimeChoices({ lifetime }: Pick<Settings, 'lifetime'>, wanted?: number, most?: number): number[] {
  const { choices, min, max } = lifetime
  const longest = Math.min(max, most ?? max)
  const all = [...choices, lifetime.default, ...(wanted === undefined ? [] : [wanted])]
  const allowed = all.filter((choice) => choice >= min && choice <= longest)
  if (most !== undefined) allowed.push(longest)
  return [...new Set(allowed)].sort((one, other) => one - other)
}
