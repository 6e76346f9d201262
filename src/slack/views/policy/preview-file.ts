// A policy preview as a file or for a terminal: text, one JSON document, or CSV with a row for each request and token.
import { cleanLine } from '../../../core/clean-text.ts'
import { csvOf } from '../../../core/csv.ts'
import {
  type PolicyPreview,
  type RequestPreview,
  summaryOf,
  type TokenPreview,
} from '../../../core/policy/preview-policy.ts'
import type { BrokenRule } from '../../../core/policy/rules-broken.ts'
import type { Words } from '../../../words/words.ts'
import { brokenText, inPlainText, previewGroups, requestOutcome, tokenOutcome } from './preview-lines.ts'

export const previewFormats = ['text', 'json', 'csv'] as const
export type PreviewFormat = (typeof previewFormats)[number]

export function previewFile(words: Words, preview: PolicyPreview, format: PreviewFormat): string {
  if (format === 'json') return `${JSON.stringify(document(words, preview), undefined, 2)}\n`
  return format === 'csv' ? csv(words, preview) : text(words, preview)
}

function text(words: Words, preview: PolicyPreview): string {
  const { policyPreview } = words
  const { requests, tokens, unreadable } = preview
  const groups = previewGroups(words, preview, inPlainText)
  const { differs, isWhole } = summaryOf(preview)
  const nothing = isWhole ? policyPreview.nothing : policyPreview.nothingKnown
  return [
    policyPreview.versions(preview),
    policyPreview.checked({ requests: requests.length, tokens: tokens.length }),
    ...(unreadable > 0 ? [policyPreview.unreadable({ amount: unreadable })] : []),
    ...(differs ? [] : [nothing]),
    ...groups.flatMap(({ heading, lines }) => ['', heading, ...lines.map((line) => `  ${line}`)]),
    '',
  ].join('\n')
}

/** Codes for programs, and `because` in words. What stays as it is only counts. */
function document(words: Words, preview: PolicyPreview) {
  const { today, other, requests, tokens, unreadable } = preview
  return {
    today: { version: today },
    other: { version: other },
    ...summaryOf(preview),
    unreadable,
    counts: { requests: counts(requests), tokens: counts(tokens) },
    requests: requests.filter(({ outcome }) => outcome !== 'same').map((one) => requestEntry(words, one)),
    tokens: tokens.filter(({ outcome }) => outcome !== 'fine').map((one) => tokenEntry(words, one)),
  }
}

function requestEntry(words: Words, preview: RequestPreview) {
  const { id, requester, label, state, lifetime, rule } = preview.request
  return {
    ...{ id, requester, label, state, outcome: preview.outcome },
    today: { rule, lifetime },
    ...('after' in preview && {
      other: {
        state: preview.after.state,
        rule: preview.after.rule,
        lifetime: preview.after.lifetime,
        quorum: preview.after.quorum,
        reviewers: preview.after.state === 'pending' ? Object.keys(preview.after.reviewerRoles) : [],
      },
    }),
    because: requestOutcome(words, preview, inPlainText),
  }
}

function tokenEntry(words: Words, preview: TokenPreview) {
  const { tid, owner, label, createdAt, expiresAt, madeHere } = preview.token
  return {
    ...{ id: tid, owner, label, createdHere: madeHere },
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    outcome: preview.outcome,
    breaks: codes(preview.other),
    breaksToday: codes(preview.today),
    because: tokenOutcome(words, preview, inPlainText),
  }
}

function counts(previews: readonly { outcome: string }[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { outcome } of previews) found[outcome] = (found[outcome] ?? 0) + 1
  return found
}

function codes(broken: readonly BrokenRule[]): string[] {
  return broken.map(({ kind }) => kind)
}

const columns = ['kind', 'id', 'person', 'label', 'outcome', 'because', 'breaks_today'] as const

function csv(words: Words, { requests, tokens }: PolicyPreview): string {
  const rows = [
    ...requests
      .filter(({ outcome }) => outcome !== 'same')
      .map((one) => {
        const { id, requester, label } = one.request
        return ['request', id, requester, label, one.outcome, requestOutcome(words, one, inPlainText), '']
      }),
    ...tokens
      .filter(({ outcome }) => outcome !== 'fine')
      .map((one) => {
        const { tid, owner, label } = one.token
        const today = brokenText(words, one.today, inPlainText)
        return ['token', tid, owner, label, one.outcome, tokenOutcome(words, one, inPlainText), today]
      }),
  ]
  return csvOf([columns, ...rows].map((row) => row.map(cleanLine)))
}
