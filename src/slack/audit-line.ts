// One audit entry as a line for the audit channel: who did what for whom, then rule, note, comment and short id.
import type { AnnouncedEntry } from '../core/audit.ts'
import { shortId, withShortIds } from '../core/tokens/token-id.ts'
import type { Words } from '../words/words.ts'
import { inlineText, labelText, moment } from './views/block-kit.ts'

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

export function auditLine({ audit }: Words, entry: AnnouncedEntry, { person, comment, when }: LineFacts): string {
  const { action, by, for: owner, label, lifetime, rule, note, request, tid } = entry
  const id = tid ?? request
  const deed = audit.deed({
    action,
    ...(by !== BOT && { by: person(by) }),
    owner: owner === BOT ? BOT : person(owner),
    own: by === owner,
    ...(label !== undefined && { label: labelText(label) }),
    ...(lifetime !== undefined && { lifetime }),
  })
  const details = [
    ...(rule === undefined ? [] : [audit.rule({ rule: inlineText(rule) })]),
    ...(note === undefined ? [] : [noteText(audit, note, person)]),
    ...(comment ? [audit.comment({ comment: inlineText(comment, LONGEST_COMMENT) })] : []),
    ...(when === undefined ? [] : [when]),
  ]
  return audit.line({ deed, details, ...(id !== undefined && { id: inlineText(shortId(id)) }) })
}

/** Slack ids of everybody whom the line names. */
export function peopleIn({ by, for: owner, note = '' }: AnnouncedEntry): string[] {
  return [...new Set([by, owner, ...(note.match(PEOPLE) ?? [])])].filter((id) => id !== BOT)
}

/** Notes are stored texts with ids and moments in UTC: `in place of UBEA`, `until 2026-12-01T09:00:00.000Z`. */
function noteText(audit: Words['audit'], note: string, person: LineFacts['person']): string {
  if (isKnown(audit, note)) return audit.notes[note]
  const [, absent] = /^in place of ([UW][A-Z0-9]+)$/.exec(note) ?? []
  if (absent !== undefined) return audit.onBehalfOf({ person: person(absent) })
  const [, replaced] = /^in the place of (\S+)$/.exec(note) ?? []
  if (replaced !== undefined) return audit.replaces({ token: inlineText(shortId(replaced)) })
  const [, successor] = /^replaced by (\S+)$/.exec(note) ?? []
  if (successor !== undefined) return audit.replacedBy({ token: inlineText(shortId(successor)) })
  const [, until = ''] = /^until (\S+)$/.exec(note) ?? []
  if (Number.isFinite(Date.parse(until))) return audit.until({ until: moment(Date.parse(until)) })
  return withShortIds(inlineText(note)).replace(PEOPLE, (id) => person(id))
}

function isKnown(audit: Words['audit'], note: string): note is keyof Words['audit']['notes'] {
  return Object.hasOwn(audit.notes, note)
}
