// One audit entry as a line for the audit channel: who did what for whom, then rule, note and short id.
import type { AuditEntry } from '../core/audit.ts'
import { shortId, withShortIds } from '../core/tokens/token-id.ts'
import type { Words } from '../words/words.ts'
import { inlineText, labelText, mention, moment } from './views/block-kit.ts'

const BOT = 'bot'

export function auditLine(
  { audit }: Words,
  { action, by, for: owner, label, lifetime, rule, note, request, tid }: AuditEntry,
): string {
  const id = tid ?? request
  return [
    audit.deed({
      action,
      ...(by !== BOT && { by: mention(by) }),
      owner: owner === BOT ? BOT : mention(owner),
      own: by === owner,
      ...(label !== undefined && { label: labelText(label) }),
      ...(lifetime !== undefined && { lifetime }),
    }),
    ...(rule === undefined ? [] : [audit.rule({ rule: inlineText(rule) })]),
    ...(note === undefined ? [] : [noteText(audit, note)]),
    ...(id === undefined ? [] : [inlineText(shortId(id))]),
  ].join(' · ')
}

/** Notes are stored texts with ids and moments in UTC: `in place of UBEA`, `until 2026-12-01T09:00:00.000Z`. */
function noteText(audit: Words['audit'], note: string): string {
  if (isKnown(audit, note)) return audit.notes[note]
  const [, absent] = /^in place of ([UW][A-Z0-9]+)$/.exec(note) ?? []
  if (absent !== undefined) return audit.onBehalfOf({ person: mention(absent) })
  const [, replaced] = /^in the place of (\S+)$/.exec(note) ?? []
  if (replaced !== undefined) return audit.replaces({ token: inlineText(shortId(replaced)) })
  const [, successor] = /^replaced by (\S+)$/.exec(note) ?? []
  if (successor !== undefined) return audit.replacedBy({ token: inlineText(shortId(successor)) })
  const [, until = ''] = /^until (\S+)$/.exec(note) ?? []
  if (Number.isFinite(Date.parse(until))) return audit.until({ until: moment(Date.parse(until)) })
  return withShortIds(inlineText(note)).replace(/\b[UW][A-Z0-9]{3,}\b/g, mention)
}

function isKnown(audit: Words['audit'], note: string): note is keyof Words['audit']['notes'] {
  return Object.hasOwn(audit.notes, note)
}
