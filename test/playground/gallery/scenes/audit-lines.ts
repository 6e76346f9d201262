// The lines of the audit channel: one for each action, with each kind of note.
import { type AuditAction, type AuditEntry, auditActions } from '../../../../src/core/audit.ts'
import { DAY } from '../../../../src/core/time/duration.ts'
import { personText } from '../../../../src/slack/audit-facts.ts'
import { auditLine, type LineFacts } from '../../../../src/slack/views/audit-line.ts'
import { english, type Words } from '../../../../src/words/words.ts'
import { OLD_TID, TID } from '../records.ts'
import { type Subject, scene } from '../scene.ts'

const entry = (action: AuditAction, change: Partial<AuditEntry> = {}): AuditEntry => ({
  action,
  by: 'UANA',
  for: 'UANA',
  ...change,
})
const about = { request: 'k7m2q9xt', label: 'tableau', lifetime: 7 * DAY, rule: 'everybody asks their manager' }
const ofToken = { tid: TID, label: 'tableau' }

/** What each action is usually written with. An action that is missing here does not compile. */
const usual: Record<AuditAction, Partial<AuditEntry>> = {
  'request.created': about,
  'request.approved': { ...about, by: 'UBEA' },
  'request.denied': { ...about, by: 'UBEA' },
  'request.approval_added': { ...about, by: 'UBEA' },
  'request.reviewers_reminded': { ...about, by: 'bot' },
  'request.approver_passed_over': { ...about, by: 'bot', note: 'UBEA' },
  'request.escalated': { ...about, by: 'bot' },
  'request.lapsed': { ...about, by: 'bot' },
  'request.cancelled': about,
  'request.policy_changed': { ...about, by: 'bot' },
  'policy.changed': { by: 'bot', for: 'bot', policyVersion: '5e5e2b1c9a04', note: 'instead of built-in' },
  'delegation.started': { by: 'UBEA', for: 'UCARL', note: 'until 2026-12-09T16:00:00.000Z' },
  'delegation.ended': { by: 'UBEA', for: 'UCARL' },
  'claim.started': about,
  'claim.finished': { ...about, ...ofToken },
  'claim.failed': { ...about, by: 'bot', note: 'dremio_unavailable' },
  'claim.settled': { ...about, by: 'bot' },
  'receipt.confirmed': ofToken,
  'receipt.reminded': { ...ofToken, by: 'bot' },
  'token.returned': { ...ofToken, note: 'not received' },
  'token.leak_reported': { ...ofToken, by: 'UBEA' },
  'rotation.finished': { ...ofToken, by: 'bot', note: `replaced by ${OLD_TID}` },
  'rotation.undone': { ...ofToken, by: 'bot' },
  'rotation.grace_extended': ofToken,
  'token.outstanding': { ...ofToken, by: 'bot' },
  'token.revoked': { ...ofToken, by: 'UDAN' },
  'token.given_back': ofToken,
  'link.added': { note: 'e-mail' },
  'link.removed': {},
  'link.confirmation_requested': { by: 'UDAN', for: 'UBEA' },
  'link.confirmed': { by: 'UCARL', for: 'UBEA' },
  'link.declined': { by: 'UCARL', for: 'UBEA' },
  'link.confirmation_lapsed': { by: 'bot', for: 'UBEA' },
  'link.failed': { by: 'bot', for: 'UBEA' },
  'sign_in.finished': {},
  'sign_in.refused': { by: 'bot', note: 'somebody else' },
  'session.forgotten': { by: 'bot', note: 'deleted' },
  'person.departed': { by: 'bot', note: 'deleted' },
  'person.returned': { by: 'bot' },
  'record.refused': { by: 'bot' },
  'records.signed': { by: 'bot', for: 'bot' },
  'reminder.snoozed': ofToken,
  'reminder.do_not_renew': ofToken,
  'reminder.settings_changed': {},
  'reminder.manager_told': { ...ofToken, by: 'bot' },
}

const others: Record<string, AuditEntry> = {
  'by a rule': entry('request.approved', { ...about, by: 'bot' }),
  'on behalf of somebody': entry('request.approved', { ...about, by: 'UCARL', note: 'in place of UBEA' }),
  'to replace a token': entry('request.created', { ...about, note: `in the place of ${OLD_TID}` }),
  'linked by somebody else': entry('link.added', { by: 'UDAN', for: 'UBEA', note: 'administrator' }),
  'unlinked by somebody else': entry('link.removed', { by: 'UDAN', for: 'UBEA' }),
  'about nobody': entry('record.refused', { by: 'bot', for: 'bot' }),
  'revoked by its owner': entry('token.revoked', ofToken),
}

const names: Readonly<Record<string, string>> = { UANA: 'Ana', UBEA: 'Bea', UCARL: 'Carl', UDAN: 'Dan' }
const drawn = (words: Words, one: AuditEntry, facts: Partial<LineFacts> = {}) => ({
  text: auditLine(words, one, { person: (id) => personText(id, names[id], 'https://acme.slack.com/'), ...facts }),
})
export const auditLines: Subject = {
  title: 'Audit channel and stories',
  scenes: [
    ...auditActions.map((action) => scene(action, (words) => drawn(words, entry(action, usual[action])))),
    ...Object.entries(others).map(([name, one]) => scene(name, (words) => drawn(words, one))),
    scene('with a comment', (words) =>
      drawn(words, entry('request.denied', { ...about, by: 'UBEA' }), { comment: 'Ask for a week, please.' }),
    ),
    ...Object.keys(english.audit.notes).map((note) =>
      scene(`note “${note}”`, (words) => drawn(words, entry('token.revoked', { ...ofToken, note }))),
    ),
    scene('a check that could not be taken back', ({ admin }) => ({ text: admin.postingCheck })),
    scene('more than are shown', ({ audit }) => ({ text: audit.skipped({ entries: 12 }) })),
  ],
}
