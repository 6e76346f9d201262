// Appends every audit entry to the end of a stream.
import type { Audit, AuditAction, AuditEntry, WrittenEntry } from '../core/audit.ts'
import type { Clock } from '../core/ports.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import type { WithRecord } from './records.ts'

/**
 * The fields that are written, in this order. A field that is missing here is never written, whatever an entry carries.
 */
const fields = Object.keys({
  action: true,
  by: true,
  for: true,
  request: true,
  tid: true,
  uid: true,
  label: true,
  lifetime: true,
  rule: true,
  policyVersion: true,
  note: true,
} satisfies Record<keyof AuditEntry, true>) as (keyof AuditEntry)[]

/**
 * The stream is never trimmed: an entry takes about a hundred bytes, and the operator decides how long an audit is
 * kept. `at` comes from the bot's clock; the id that Redis gives only defines the order.
 */
export function auditIn(connection: Connection, keys: Keys, clock: Clock): Audit {
  return {
    async append(entry) {
      const [first = '', ...rest] = fieldsOf(entry, clock.now())
      await connection.send((redis) => redis.xadd(keys.audit, '*', first, ...rest))
    },
    written() {},
  }
}

/** Fields and values in turn, as the stream takes them. `now` is milliseconds since epoch. */
function fieldsOf(entry: AuditEntry, now: number): string[] {
  const known = fields.flatMap((field) => {
    const value = entry[field]
    return value === undefined ? [] : [field, String(value)]
  })
  return ['at', String(now), ...known]
}

/** Audit entries as they are written together with a record. */
export function entriesOn(keys: Keys, clock: Clock): (entries?: readonly AuditEntry[]) => WithRecord {
  return (entries = []) => ({ stream: keys.audit, entries: entries.map((entry) => fieldsOf(entry, clock.now())) })
}

/** Reads the fields that `append` wrote. */
export function entryIn(written: readonly string[]): WrittenEntry {
  const values = new Map<string, string>()
  for (let index = 0; index < written.length; index += 2) values.set(written[index] ?? '', written[index + 1] ?? '')
  const known = fields.flatMap((field) => {
    const value = values.get(field)
    return value === undefined ? [] : [[field, field === 'lifetime' ? Number(value) : value]]
  })
  const deed = values.get('deed') ?? ''
  const action = earlierActions[deed] ?? deed
  // The entry was written by `append`, or by another version of the bot whose actions may have other codes.
  return { at: Number(values.get('at')), entry: { action, ...Object.fromEntries(known) } as AuditEntry }
}

/** Before entries had action codes, they had a field `deed` with words. */
const earlierActions: Readonly<Record<string, AuditAction>> = {
  requested: 'request.created',
  approved: 'request.approved',
  denied: 'request.denied',
  supported: 'request.approval_added',
  reminded: 'request.reviewers_reminded',
  escalated: 'request.escalated',
  lapsed: 'request.lapsed',
  cancelled: 'request.cancelled',
  delegated: 'delegation.started',
  'delegation ended': 'delegation.ended',
  'claim started': 'claim.started',
  'claim finished': 'claim.finished',
  'claim failed': 'claim.failed',
  'claim settled': 'claim.settled',
  'receipt confirmed': 'receipt.confirmed',
  'receipt asked for': 'receipt.reminded',
  'token returned': 'token.returned',
  'leak reported': 'token.leak_reported',
  rotated: 'rotation.finished',
  'rotation undone': 'rotation.undone',
  'kept longer': 'rotation.grace_extended',
  outstanding: 'token.outstanding',
  revoked: 'token.revoked',
  linked: 'link.added',
  unlinked: 'link.removed',
  'signed in': 'sign_in.finished',
  'sign-in refused': 'sign_in.refused',
  'session forgotten': 'session.forgotten',
  snoozed: 'reminder.snoozed',
  'not to be renewed': 'reminder.do_not_renew',
  'reminders changed': 'reminder.settings_changed',
  'manager told': 'reminder.manager_told',
}
