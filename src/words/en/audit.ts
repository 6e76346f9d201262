// Lines for the audit channel and for stories: who did what, for whom, with the facts after it.
import type { AuditAction } from '../../core/audit.ts'
import { count, duration } from './grammar.ts'

/** People and a label, as the caller formats them. `by` is undefined for the bot. */
interface Deed {
  by?: string
  /** Whose token, request or link it is. */
  owner: string
  /** `by` and `owner` are one person. */
  own: boolean
  label?: string
  /** Milliseconds. */
  lifetime?: number
}

export const audit = {
  /** The deed, what is known of it, and the id of the token or request. */
  line: ({ deed, details, id }: { deed: string; details: readonly string[]; id?: string }) =>
    [deed, ...details, ...(id === undefined ? [] : [id])].join(' · '),
  deed: ({ action, ...deed }: Deed & { action: AuditAction }) => deeds[action](deed),
  /** Of the policy file. */
  version: ({ version }: { version: string }) => `version ${version}`,
  insteadOf: ({ version }: { version: string }) => `before: ${version}`,
  rule: ({ rule }: { rule: string }) => `rule “${rule}”`,
  /** What a reviewer wrote. */
  comment: ({ comment }: { comment: string }) => `“${comment}”`,
  until: ({ until }: { until: string }) => `until ${until}`,
  /** A reviewer or a delegate decided for somebody else. */
  onBehalfOf: ({ person }: { person: string }) => `on behalf of ${person}`,
  /** `token` is the beginning of an id. */
  replaces: ({ token }: { token: string }) => `replaces ${token}`,
  replacedBy: ({ token }: { token: string }) => `replaced by ${token}`,
  skipped: ({ entries }: { entries: number }) =>
    `${count(entries, 'earlier entry', 'earlier entries')} not shown here. The audit log has everything.`,
  /** What is stored as a note, by its stored text. Other notes are shown as they are. */
  notes: {
    'e-mail': 'by email address',
    'sign-in': 'by signing in',
    administrator: 'by a bot admin',
    'administrator, as before': 'by a bot admin, as before',
    'gone at Dremio': 'gone in Dremio',
    'not received': 'not received',
    'not known': 'owner unknown',
    'grace time is over': 'its grace period is over',
    'was shown': 'it was shown',
    'never confirmed': 'nobody confirmed that it arrived',
    'said never to have come': 'its owner didn’t get it',
    'only its owner can end it': 'only its owner can revoke it',
    'never confirmed, and only its owner can end it':
      'nobody confirmed that it arrived, and only its owner can revoke it',
  },
}

const who = ({ by = 'The bot' }: Deed) => by

/** `*tableau* (7 days)`, or `@Ana’s *tableau* (7 days)` if somebody else did it. */
function token({ owner, own, label, lifetime }: Deed): string {
  const named = own ? (label ?? 'a token') : `${owner}’s ${label ?? 'token'}`
  return lifetime === undefined ? named : `${named} (${duration(lifetime)})`
}

/** `the request *tableau* (7 days)`, or `@Ana’s request *tableau* (7 days)` if somebody else did it. */
function request({ owner, own, label = '', lifetime }: Deed): string {
  const what = lifetime === undefined ? label : `${label} (${duration(lifetime)})`
  return `${own ? 'the' : `${owner}’s`} request ${what}`.trim()
}

const deeds: Record<AuditAction, (deed: Deed) => string> = {
  'request.created': (deed) => `${who(deed)} requested ${token(deed)}`,
  'request.approved': (deed) => `${who(deed)} approved ${request(deed)}`,
  'request.denied': (deed) => `${who(deed)} denied ${request(deed)}`,
  'request.approval_added': (deed) => `${who(deed)} approved ${request(deed)}, and more approvals are needed`,
  'request.reviewers_reminded': (deed) => `${who(deed)} reminded the approvers of ${request(deed)}`,
  'request.approver_passed_over': (deed) => `${who(deed)} can’t reach an approver of ${request(deed)}`,
  'request.escalated': (deed) => `${who(deed)} asked more approvers about ${request(deed)}`,
  'request.lapsed': (deed) => `${request({ ...deed, own: false })} lapsed`,
  'request.cancelled': (deed) => `${who(deed)} cancelled ${request(deed)}`,
  'request.policy_changed': (deed) => `The rules changed ${request({ ...deed, own: false })}`,
  'policy.changed': () => 'The rules changed: another policy file is in use',
  'delegation.started': (deed) => `${who(deed)} delegated reviews to ${deed.owner}`,
  'delegation.ended': (deed) => `${who(deed)} ended the delegation to ${deed.owner}`,
  'claim.started': (deed) => `${who(deed)} began to get ${token(deed)}`,
  'claim.finished': (deed) => `${who(deed)} got ${token(deed)}`,
  'claim.failed': (deed) => `Creating ${token({ ...deed, own: false })} failed`,
  'claim.settled': (deed) => `${token({ ...deed, own: false })} was cleaned up`,
  'receipt.confirmed': (deed) => `${who(deed)} saved ${token(deed)}`,
  'receipt.reminded': (deed) => `${who(deed)} asked whether ${token(deed)} was saved`,
  'token.returned': (deed) => `${who(deed)} didn’t get ${token(deed)}`,
  'token.leak_reported': (deed) => `${who(deed)} reported ${token(deed)} as leaked`,
  'rotation.finished': (deed) => `${token({ ...deed, own: false })} was rotated`,
  'rotation.undone': (deed) => `The rotation of ${token({ ...deed, own: false })} was undone`,
  'rotation.grace_extended': (deed) => `${who(deed)} kept the old ${token(deed)} longer`,
  'token.outstanding': (deed) => `${token({ ...deed, own: false })} should be revoked, but isn’t yet`,
  'token.revoked': (deed) => `${who(deed)} revoked ${token(deed)}`,
  'token.given_back': (deed) => `${who(deed)} gave back ${token(deed)}`,
  'link.added': (deed) =>
    deed.own ? `${who(deed)} linked their Dremio user` : `${who(deed)} linked ${deed.owner} to a Dremio user`,
  'link.removed': (deed) =>
    deed.own ? `${who(deed)} unlinked their Dremio user` : `${who(deed)} unlinked ${deed.owner}`,
  'link.confirmation_requested': (deed) => `${who(deed)} asked another bot admin to confirm a link for ${deed.owner}`,
  'link.confirmed': (deed) => `${who(deed)} confirmed the link for ${deed.owner}`,
  'link.declined': (deed) => `${who(deed)} declined the link for ${deed.owner}`,
  'link.confirmation_lapsed': ({ owner }) => `The link for ${owner} lapsed, because nobody confirmed it`,
  'link.failed': ({ owner }) => `The link for ${owner} failed`,
  'sign_in.finished': (deed) => `${who(deed)} signed in to Dremio`,
  'sign_in.refused': ({ owner }) => `A sign-in for ${owner} was refused`,
  'session.forgotten': ({ owner }) => `${owner} was signed out of Dremio`,
  'person.departed': ({ owner }) => `${owner} left`,
  'person.returned': ({ owner }) => `${owner} is back`,
  'records.signed': () => 'Stored records were signed with `sign-records`',
  'record.refused': ({ owner, own }) =>
    `A stored record${own ? '' : ` about ${owner}`} isn’t properly signed, so it’s ignored`,
  'reminder.snoozed': (deed) => `${who(deed)} snoozed the reminder for ${token(deed)}`,
  'reminder.do_not_renew': (deed) => `${who(deed)} won’t renew ${token(deed)}`,
  'reminder.settings_changed': (deed) => `${who(deed)} changed their reminders`,
  'reminder.manager_told': (deed) => `The bot told the manager about ${token({ ...deed, own: false })}`,
}
