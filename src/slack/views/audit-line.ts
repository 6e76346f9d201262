// One audit entry as a line: who did what for whom, then rule, note, comment and short id.
import type { AuditEntry } from '../../core/audit.ts'
import { cleanLine } from '../../core/clean-text.ts'
import { shortId, withShortIds } from '../../core/tokens/token-id.ts'
import type { Words } from '../../words/words.ts'
import { cut, inlineText, labelText, moment } from './block-kit.ts'

const BOT = 'bot'
const LONGEST_COMMENT = 300
/** Slack ids of people in notes, which are stored texts. */
const PEOPLE = /\b[UW][A-Z0-9]{3,}\b/g

/** What a line tells besides its entry. */
export interface LineFacts {
  /** A person (Slack id), as they are named in the channel. */
  person(id: string): string
  /** What the reviewer wrote. */
  comment?: string | undefined
  /** When it was, if it is told late. */
  when?: string | undefined
}

/** How texts and moments are written where the line is read. */
export interface Format {
  /** On one line. */
  text(text: string, most?: number): string
  label(label: string): string
  /** Milliseconds since epoch. */
  moment(at: number): string
}

export const inSlack: Format = { text: inlineText, label: labelText, moment }

/** In a file or a terminal, where moments are in UTC. */
export const plainly: Format = {
  text: (text, most = LONGEST_COMMENT) => cut(cleanLine(text), most),
  label: (label) => `“${cut(cleanLine(label), LONGEST_COMMENT)}”`,
  moment: (at) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
}

export function auditLine(
  { audit }: Words,
  entry: AuditEntry,
  { person, comment, when }: LineFacts,
  format: Format = inSlack,
): string {
  const { action, by, for: owner, label, lifetime, rule, note, request, tid, policyVersion } = entry
  const id = tid ?? request
  const deed = audit.deed({
    action,
    ...(by !== BOT && { by: person(by) }),
    owner: owner === BOT ? BOT : person(owner),
    own: by === owner,
    ...(label !== undefined && { label: format.label(label) }),
    ...(lifetime !== undefined && { lifetime }),
  })
  // Other entries name the version only for whoever searches the audit.
  const version = action === 'policy.changed' ? policyVersion : undefined
  const details = [
    ...(version === undefined ? [] : [audit.version({ version: format.text(version) })]),
    ...(rule === undefined ? [] : [audit.rule({ rule: format.text(rule) })]),
    ...(note === undefined ? [] : [noteText(audit, note, person, format)]),
    ...(comment ? [audit.comment({ comment: format.text(comment, LONGEST_COMMENT) })] : []),
    ...(when === undefined ? [] : [when]),
  ]
  return audit.line({ deed, details, ...(id !== undefined && { id: format.text(shortId(id)) }) })
}

/** Slack ids of everybody whom the line names. */
export function peopleIn({ by, for: owner, note = '' }: AuditEntry): string[] {
  return [...new Set([by, owner, ...(note.match(PEOPLE) ?? [])])].filter((id) => id !== BOT)
}

/** Notes are stored texts with ids and moments in UTC: `in place of UBEA`, `until 2026-12-01T09:00:00.000Z`. */
function noteText(audit: Words['audit'], note: string, person: LineFacts['person'], format: Format): string {
  if (isKnown(audit, note)) return audit.notes[note]
  const [, absent] = /^in place of ([UW][A-Z0-9]+)$/.exec(note) ?? []
  if (absent !== undefined) return audit.onBehalfOf({ person: person(absent) })
  const [, replaced] = /^in the place of (\S+)$/.exec(note) ?? []
  if (replaced !== undefined) return audit.replaces({ token: format.text(shortId(replaced)) })
  const [, successor] = /^replaced by (\S+)$/.exec(note) ?? []
  if (successor !== undefined) return audit.replacedBy({ token: format.text(shortId(successor)) })
  const [, version] = /^instead of (\S+)$/.exec(note) ?? []
  if (version !== undefined) return audit.insteadOf({ version: format.text(version) })
  const [, until = ''] = /^until (\S+)$/.exec(note) ?? []
  if (Number.isFinite(Date.parse(until))) return audit.until({ until: format.moment(Date.parse(until)) })
  return withShortIds(format.text(note)).replace(PEOPLE, (id) => person(id))
}

function isKnown(audit: Words['audit'], note: string): note is keyof Words['audit']['notes'] {
  return Object.hasOwn(audit.notes, note)
}
