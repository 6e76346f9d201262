// Checks what a person asks for against the policy's settings, and lists the lifetimes to choose from.

import { cleanLine, cleanText } from '../clean-text.ts'
import type { FieldProblem } from '../requests/denial.ts'
import type { Verdict } from '../requests/request-state.ts'
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
const HOLDS_TOKEN = { kind: 'holds a token' } as const

/**
 * What is wrong with the ask, by field. Empty if nothing is wrong. `isReplacement`: the new token is for what the old one
 * was for, so that it needs no reason of its own.
 */
export function askProblems(
  policy: Settings,
  ask: Ask,
  { isReplacement = false } = {},
): Partial<Record<keyof Ask, FieldProblem>> {
  const problems: Partial<Record<keyof Ask, FieldProblem>> = {}
  const { min, max } = policy.lifetime
  if (looksLikeSecret(ask.label)) problems.label = HOLDS_TOKEN
  else if (!isLabel(policy, ask.label)) problems.label = { kind: 'label form', form: policy.label.form }
  if (!Number.isInteger(ask.lifetime) || ask.lifetime < min || ask.lifetime > max) {
    problems.lifetime = { kind: 'lifetime', least: min, most: max }
  }
  const reason = reasonProblem(policy, ask.reason, { isReplacement })
  if (reason !== undefined) problems.reason = reason
  return problems
}

/** Whether the policy accepts the label. */
export function isLabel({ label: { pattern } }: Pick<Settings, 'label'>, label: string): boolean {
  return ANY_LABEL.test(label) && matchesPattern(pattern, label)
}

/** What is wrong with the reason, or undefined. An optional reason may be empty, but if it is given it must fit. */
export function reasonProblem(
  { reason: { required, pattern, hint } }: Pick<Settings, 'reason'>,
  reason: string,
  { isReplacement = false } = {},
): FieldProblem | undefined {
  const isNeeded = required && !(isReplacement && pattern === undefined)
  if (reason.trim() === '') return isNeeded ? { kind: 'no reason' } : undefined
  if (looksLikeSecret(reason)) return HOLDS_TOKEN
  if (reason.length > LONGEST_REASON) return { kind: 'too long', most: LONGEST_REASON }
  if (pattern === undefined || matchesPattern(pattern, reason.trim())) return undefined
  return { kind: 'reason form', ...(hint !== undefined && { hint }) }
}

/** What is wrong with a reviewer's comment, or undefined. */
export function commentProblem(verdict: Verdict, comment = ''): FieldProblem | undefined {
  if (verdict === 'denied' && comment.trim() === '') return { kind: 'no comment' }
  if (looksLikeSecret(comment)) return HOLDS_TOKEN
  return comment.trim().length > LONGEST_COMMENT ? { kind: 'too long', most: LONGEST_COMMENT } : undefined
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
