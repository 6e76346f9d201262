// Writes down every deed at the end of a stream.
import type { Audit, AuditEntry, WrittenEntry } from '../core/audit.ts'
import type { Clock } from '../core/ports.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'

/** Every field that is written, in this order. One that is not here is never written, whatever an entry carries. */
const fields = Object.keys({
  deed: true,
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
 * The stream is never trimmed: about a hundred bytes for each deed, and how long an audit is kept is the operator's to
 * decide. `at` is our clock's; the id that Redis gives says only the order.
 */
export function auditIn(connection: Connection, keys: Keys, clock: Clock): Audit {
  return {
    async append(entry) {
      const written = fields.flatMap((field) => {
        const value = entry[field]
        return value === undefined ? [] : [field, String(value)]
      })
      await connection.send((redis) => redis.xadd(keys.audit, '*', 'at', String(clock.now()), ...written))
    },
  }
}

/** What `append` wrote. */
export function entryIn(written: readonly string[]): WrittenEntry {
  const values = new Map<string, string>()
  for (let index = 0; index < written.length; index += 2) values.set(written[index] ?? '', written[index + 1] ?? '')
  const known = fields.flatMap((field) => {
    const value = values.get(field)
    return value === undefined ? [] : [[field, field === 'lifetime' ? Number(value) : value]]
  })
  // Only `append` writes there, or a newer version of us, whose deeds may have other names.
  return { at: Number(values.get('at')), entry: Object.fromEntries(known) as AuditEntry }
}
