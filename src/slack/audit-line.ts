// Writes one deed as a line for the audit channel: who, what, for whom, the label, the lifetime and the rule.

import type { AuditEntry } from '../core/audit.ts'
import { lifetimeInWords } from '../core/time/duration.ts'
import { inlineText, labelText, mention, moment } from './views/block-kit.ts'

export function auditLine({ deed, by, for: whom, label, lifetime, rule, note }: AuditEntry): string {
  return [
    `${by === 'bot' ? 'The bot' : mention(by)}: ${words[deed] ?? deed}`,
    ...(by === whom ? [] : [`for ${mention(whom)}`]),
    ...(label === undefined ? [] : [labelText(label)]),
    ...(lifetime === undefined ? [] : [lifetimeInWords(lifetime)]),
    ...(rule === undefined ? [] : [`rule “${inlineText(rule)}”`]),
    ...(note === undefined ? [] : [readable(inlineText(note))]),
  ].join(' · ')
}

/** Deeds whose name alone does not tell who did what. */
const words: { readonly [D in AuditEntry['deed']]?: string } = {
  'leak reported': 'reported a token that got out',
  supported: 'approved, as one of several',
  reminded: 'reminded the approvers',
  escalated: 'escalated, the fallback is asked too',
}

/** Notes name people by their Slack id and moments in UTC: `in place of UBEA`, `until 2026-12-01T09:00:00.000Z`. */
function readable(note: string): string {
  return note
    .replace(/\b[UW][A-Z0-9]{3,}\b/g, mention)
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) => moment(Date.parse(iso)))
}
