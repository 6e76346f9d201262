// One audit entry as a line for the audit channel: actor, action, person, label, lifetime and rule.

import type { AuditAction, AuditEntry } from '../core/audit.ts'
import { durationText } from '../core/time/duration.ts'
import { withShortIds } from '../core/tokens/token-id.ts'
import { inlineText, labelText, mention, moment } from './views/block-kit.ts'

export function auditLine({ action, by, for: whom, label, lifetime, rule, note }: AuditEntry): string {
  return [
    `${by === 'bot' ? 'The bot' : mention(by)}: ${words[action] ?? action}`,
    ...(by === whom ? [] : [`for ${mention(whom)}`]),
    ...(label === undefined ? [] : [labelText(label)]),
    ...(lifetime === undefined ? [] : [durationText(lifetime)]),
    ...(rule === undefined ? [] : [`rule “${inlineText(rule)}”`]),
    ...(note === undefined ? [] : [readable(inlineText(note))]),
  ].join(' · ')
}

const words: { readonly [A in AuditAction]: string } = {
  'request.created': 'requested',
  'request.approved': 'approved',
  'request.denied': 'denied',
  'request.approval_added': 'approved, as one of several',
  'request.reviewers_reminded': 'reminded the approvers',
  'request.escalated': 'escalated, the fallback is asked too',
  'request.lapsed': 'lapsed',
  'request.cancelled': 'cancelled',
  'request.policy_changed': 'changed by the policy file',
  'delegation.started': 'delegated',
  'delegation.ended': 'delegation ended',
  'claim.started': 'claim started',
  'claim.finished': 'claim finished',
  'claim.failed': 'claim failed',
  'claim.settled': 'claim settled',
  'receipt.confirmed': 'receipt confirmed',
  'receipt.reminded': 'receipt asked for',
  'token.returned': 'token returned',
  'token.leak_reported': 'reported a token as leaked',
  'rotation.finished': 'rotated',
  'rotation.undone': 'rotation undone',
  'rotation.grace_extended': 'kept longer',
  'token.outstanding': 'outstanding',
  'token.revoked': 'revoked',
  'link.added': 'linked',
  'link.removed': 'unlinked',
  'link.confirmation_requested': 'asked another admin to confirm a link',
  'link.confirmed': 'confirmed a link',
  'link.declined': 'declined a link',
  'link.confirmation_lapsed': 'a link lapsed, nobody confirmed it',
  'link.failed': 'a link could not be made',
  'sign_in.finished': 'signed in',
  'sign_in.refused': 'sign-in refused',
  'session.forgotten': 'session forgotten',
  'person.departed': 'noticed that somebody left',
  'person.returned': 'noticed that somebody is back',
  'records.signed': 'signed stored records (sign-records)',
  'record.refused': 'ignored a stored record that isn’t properly signed',
  'reminder.snoozed': 'snoozed',
  'reminder.do_not_renew': 'not to be renewed',
  'reminder.settings_changed': 'reminders changed',
  'reminder.manager_told': 'manager told',
}

/** Notes contain ids and moments in UTC: `in place of UBEA`, `until 2026-12-01T09:00:00.000Z`, `replaced by <tid>`. */
function readable(note: string): string {
  return withShortIds(note)
    .replace(/\b[UW][A-Z0-9]{3,}\b/g, mention)
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) => moment(Date.parse(iso)))
}
